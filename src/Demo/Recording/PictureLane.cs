using VlDistill.Frames;

namespace VlDistill.Demo.Recording;

/// <summary>Encodes pictures of the view on a thread of its own, so that drawing never waits; pictures it has no time for are left out.</summary>
public sealed class PictureLane : IDisposable
{
    private const int Buffers = 3;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan JoinTimeout = TimeSpan.FromSeconds(20);
    private readonly Action<ScreenPicture> encode;
    private readonly Action<Exception> failed;
    private readonly Mailbox<ScreenPicture> pictures = new();
    private readonly ScreenPicture[] buffers;
    private readonly Thread thread;
    private volatile bool stopping;

    /// <param name="name">Of the thread, and of the lane in messages.</param>
    /// <param name="width">Pixels of every picture.</param>
    /// <param name="height">Pixels of every picture.</param>
    /// <param name="encode">Called on the lane's thread.</param>
    /// <param name="failed">Hears why the lane ended early.</param>
    public PictureLane(string name, int width, int height, Action<ScreenPicture> encode, Action<Exception> failed)
    {
        (this.encode, this.failed) = (encode, failed);
        buffers = [.. Enumerable.Range(0, Buffers).Select(_ => new ScreenPicture(width * height * 4))];
        thread = new Thread(Run) { Name = name, IsBackground = true };
        thread.Start();
    }

    /// <summary>A free buffer to fill, or null while all are in use.</summary>
    public ScreenPicture? Borrow()
    {
        foreach (var buffer in buffers)
            if (buffer.TryTake()) return buffer;
        return null;
    }

    /// <summary>Hands a filled buffer over (RGBA, top row first).</summary>
    public void Put(ScreenPicture picture, TimeSpan time)
    {
        picture.Time = time;
        pictures.Put(picture);
    }

    /// <summary>Encodes what is waiting and ends the thread.</summary>
    /// <exception cref="TimeoutException">The encoder did not come back.</exception>
    public void Dispose()
    {
        stopping = true;
        bool ended = thread.Join(JoinTimeout);
        pictures.Dispose();
        if (!ended) throw new TimeoutException($"the {thread.Name} lane did not end within {JoinTimeout.TotalSeconds} s");
    }

    private void Run()
    {
        try
        {
            while (true)
            {
                bool last = stopping;
                using var picture = pictures.Take(Poll);
                if (picture is not null) encode(picture);
                else if (last) return;
            }
        }
        catch (Exception e)
        {
            failed(e);
        }
    }
}

/// <summary>A reused buffer for one picture of the screen; dispose makes it free again.</summary>
public sealed class ScreenPicture(int bytes) : IDisposable
{
    private int taken;

    public byte[] Pixels { get; } = new byte[bytes];

    public TimeSpan Time { get; set; }

    public void Dispose() => Volatile.Write(ref taken, 0);

    internal bool TryTake() => Interlocked.Exchange(ref taken, 1) == 0;
}
