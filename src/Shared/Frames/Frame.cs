namespace VlDistill.Frames;

/// <summary>One picture from a source: 8-bit RGB, rows top to bottom, no padding.</summary>
/// <remarks>The pixels belong to a pool when <paramref name="release"/> is given; dispose returns them, after which nobody may read them.</remarks>
public sealed class Frame(long id, TimeSpan time, int width, int height, byte[] pixels, Action<Frame>? release = null) : IDisposable
{
    /// <summary>Counts up from 0 within a source.</summary>
    public long Id { get; } = id;

    /// <summary>When the picture was captured, on the program's own clock.</summary>
    public TimeSpan Time { get; } = time;

    /// <summary>Pixels per row.</summary>
    public int Width { get; } = width;

    /// <summary>Rows.</summary>
    public int Height { get; } = height;

    /// <summary>Height × width × 3 bytes, R first. May be longer than that when pooled.</summary>
    public byte[] Pixels { get; } = pixels;

    public void Dispose() => release?.Invoke(this);
}
