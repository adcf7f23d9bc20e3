namespace VlDistill.Demo.Vision;

/// <summary>The last 64 values of a figure: one lane adds, any may copy; neither waits nor allocates.</summary>
public sealed class Sparkline
{
    /// <summary>Most values kept.</summary>
    public const int Length = 64;

    private readonly float[] values = new float[Length];
    private long added;

    /// <summary>Values to copy at present.</summary>
    public int Count => (int)Math.Min(Volatile.Read(ref added), Length);

    /// <summary>The newest value; null before the first.</summary>
    public float? Latest => Volatile.Read(ref added) is > 0 and var count ? values[(count - 1) % Length] : null;

    public void Add(float value)
    {
        values[added % Length] = value;
        Volatile.Write(ref added, added + 1);
    }

    /// <summary>Copies the newest values, oldest first; returns how many.</summary>
    public int CopyTo(Span<float> into)
    {
        long end = Volatile.Read(ref added);
        int count = (int)Math.Min(Math.Min(end, Length), into.Length);
        for (int i = 0; i < count; i++) into[i] = values[(end - count + i) % Length];
        return count;
    }
}
