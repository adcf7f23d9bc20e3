namespace VlDistill.Frames;

/// <summary>Events per second over the last few, for one lane to write and any to read.</summary>
public sealed class FrameRate
{
    private readonly TimeSpan[] times = new TimeSpan[32];
    private long count;
    private double perSecond;

    /// <summary>Rate over the last 32 events; 0 before the second.</summary>
    public double PerSecond => Volatile.Read(ref perSecond);

    /// <summary>Events so far.</summary>
    public long Count => Interlocked.Read(ref count);

    public void Tick(TimeSpan now)
    {
        var seen = Math.Min(count, times.Length);
        if (seen > 0)
        {
            var span = now - times[(count - seen) % times.Length];
            Volatile.Write(ref perSecond, span > TimeSpan.Zero ? seen / span.TotalSeconds : 0);
        }
        times[count % times.Length] = now;
        Interlocked.Increment(ref count);
    }
}
