using VlDistill.Frames;

namespace VlDistill.Demo.Recording;

/// <summary>Encodes pictures on its own thread, so that drawing never waits for the encoder; pictures it has no time for are left out.</summary>
public sealed class RecordingLane : IDisposable
{
    private const int Buffers = 3;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan JoinTimeout = TimeSpan.FromSeconds(20);
    private readonly VideoRecorder recorder;
    private readonly Mailbox<ScreenPicture> pictures = new();
    private readonly ScreenPicture[] buffers;
    private readonly Action<Exception> failed;
    private readonly int width;
    private readonly Thread thread;
    private volatile bool stopping;

    /// <param name="recorder">Of this size, or one less where a side is odd; disposed with the lane.</param>
    public RecordingLane(VideoRecorder recorder, int width, int height, Action<Exception> failed)
    {
        (this.recorder, this.failed, this.width) = (recorder, failed, width);
        buffers = [.. Enumerable.Range(0, Buffers).Select(_ => new ScreenPicture(width * height * 4))];
        thread = new Thread(Run) { Name = "recording", IsBackground = true };
        thread.Start();
    }

    /// <summary>A free buffer to fill, or null while all are in use.</summary>
    public ScreenPicture? Borrow()
    {
        foreach (var buffer in buffers)
            if (buffer.TryTake()) return buffer;
        return null;
    }

    /// <summary>Hands a filled buffer over.</summary>
    public void Put(ScreenPicture picture, TimeSpan time)
    {
        picture.Time = time;
        pictures.Put(picture);
    }

    /// <summary>Writes what is waiting and closes the file.</summary>
    public void Dispose()
    {
        stopping = true;
        bool ended = thread.Join(JoinTimeout);
        pictures.Dispose();
        if (!ended) throw new TimeoutException($"{recorder.FilePath}: the recording did not end within {JoinTimeout.TotalSeconds} s");
        recorder.Dispose();
    }

    private void Run()
    {
        try
        {
            while (true)
            {
                bool last = stopping;
                using var picture = pictures.Take(Poll);
                if (picture is not null) recorder.Write(picture.Pixels, picture.Time, bottomUp: false, stride: width * 4);
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
