namespace VlDistill.Frames;

/// <summary>One picture from a source: 8-bit RGB, rows top to bottom, no padding.</summary>
/// <remarks>The pixels belong to a pool when <c>release</c> is given; when every handle is disposed they return, after which nobody may read them.</remarks>
public sealed class Frame : IDisposable
{
    private readonly Action<Frame>? release;
    private readonly Frame owner;
    private int handles = 1;
    private int disposed;

    /// <param name="release">Hears once when nobody needs the pixels any more.</param>
    public Frame(long id, TimeSpan time, int width, int height, byte[] pixels, Action<Frame>? release = null)
    {
        (Id, Time, Width, Height, Pixels, this.release) = (id, time, width, height, pixels, release);
        owner = this;
    }

    private Frame(Frame owner)
        : this(owner.Id, owner.Time, owner.Width, owner.Height, owner.Pixels) => this.owner = owner;

    /// <summary>Counts up from 0 within a source.</summary>
    public long Id { get; }

    /// <summary>When the picture was captured, on the program's own clock.</summary>
    public TimeSpan Time { get; }

    /// <summary>Pixels per row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Height × width × 3 bytes, R first. May be longer than that when pooled.</summary>
    public byte[] Pixels { get; }

    /// <summary>A second handle on the same pixels, for a reader on another lane; each is disposed on its own.</summary>
    /// <exception cref="ObjectDisposedException">This handle is disposed.</exception>
    public Frame Share()
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref disposed) != 0, this);
        Interlocked.Increment(ref owner.handles);
        return new Frame(owner);
    }

    /// <summary>A second call does nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref disposed, 1) == 0 && Interlocked.Decrement(ref owner.handles) == 0) owner.release?.Invoke(owner);
    }
}
