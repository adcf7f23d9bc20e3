using VlDistill.Demo.Graphics;

namespace VlDistill.Demo;

/// <summary>Reads the view back for everybody who wants its pictures: once per drawing, however many ask. For the GL lane; allocates only when the view's size changes.</summary>
public sealed class ViewReader(Screen screen) : IDisposable
{
    // What was requested before a long pause is not what is on screen.
    private static readonly TimeSpan stale = TimeSpan.FromSeconds(1);

    private PixelReader? reader;
    private TimeSpan now;
    private TimeSpan requested;
    private TimeSpan delivered;
    private byte[]? read;
    private bool asked;

    /// <summary>True once somebody read a picture after this drawing; another reader costs only a copy.</summary>
    public bool HasRead => read is not null;

    /// <summary>Called after each drawing, before anybody reads.</summary>
    public void Drawn(TimeSpan now) => (this.now, read, asked) = (now, null, false);

    /// <summary>The picture requested by the reading before (RGBA, top row first); this one requests the next.</summary>
    /// <param name="target">Width × height × 4 bytes; not to be written to before the next drawing.</param>
    /// <param name="drawn">When that picture was drawn.</param>
    /// <returns>False where there is none yet: at first, after a pause, and after a change of size.</returns>
    public bool Read(byte[] target, out TimeSpan drawn)
    {
        if (!asked) Exchange(target);
        else if (read is not null) Buffer.BlockCopy(read, 0, target, 0, screen.Width * screen.Height * 4);
        drawn = delivered;
        return read is not null;
    }

    public void Dispose() => reader?.Dispose();

    private void Exchange(byte[] target)
    {
        if (reader is null || reader.Size != (screen.Width, screen.Height))
        {
            reader?.Dispose();
            reader = new PixelReader(screen.Window.Gl, screen.Width, screen.Height);
        }

        bool whole = screen.Exchange(reader, target);
        read = whole && now - requested < stale ? target : null;
        (delivered, requested, asked) = (requested, now, true);
    }
}
