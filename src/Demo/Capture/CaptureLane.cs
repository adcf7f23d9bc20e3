using VlDistill.Frames;

namespace VlDistill.Demo.Capture;

/// <summary>
/// The lane that reads the source and puts every picture into each reader's mailbox. With <see cref="Start"/> it has its own
/// thread; without, whoever owns the single lane calls <see cref="Step"/>.
/// </summary>
/// <param name="failed">Told once, from the lane's thread, why the lane ended.</param>
public sealed class CaptureLane(ICaptureSource source, FramePool pool, IClock clock, IReadOnlyList<Mailbox<Frame>> readers, Action<Exception> failed)
    : IDisposable
{
    // Longer than OpenCV's own time-out for a silent camera (10 s).
    private static readonly TimeSpan joinTimeout = TimeSpan.FromSeconds(12);

    private readonly CancellationTokenSource stop = new();
    private readonly FrameRate rate = new();
    private Thread? thread;

    /// <summary>While true nothing is read; the readers keep what they have.</summary>
    public bool Paused { get; set; }

    /// <summary>Which source this is, for the screen.</summary>
    public string SourceName => source.Name;

    /// <summary>The source's trouble, for the screen.</summary>
    public string? Notice => source.Notice;

    /// <summary>Pictures per second, lately.</summary>
    public double FramesPerSecond => rate.PerSecond;

    /// <summary>Pictures so far.</summary>
    public long Captured => rate.Count;

    public void Start()
    {
        thread = new Thread(Run) { Name = "capture", IsBackground = true };
        thread.Start();
    }

    /// <summary>Waits for one picture and hands it out; false where none came.</summary>
    public bool Step()
    {
        if (Paused)
        {
            clock.WaitUntil(clock.Now + TimeSpan.FromMilliseconds(20), stop.Token);
            return false;
        }
        if (source.Next(stop.Token) is not { } frame) return false;
        rate.Tick(frame.Time);
        for (var i = 1; i < readers.Count; i++) readers[i].Put(pool.Copy(frame));
        if (readers.Count > 0) readers[0].Put(frame);
        else frame.Dispose();
        return true;
    }

    /// <exception cref="TimeoutException">The source did not come back from a read.</exception>
    public void Dispose()
    {
        stop.Cancel();
        if (thread is not null && !thread.Join(joinTimeout)) throw new TimeoutException($"{source.Name}: the capture lane did not stop within {joinTimeout.TotalSeconds} s");
        source.Dispose();
        stop.Dispose();
    }

    private void Run()
    {
        try
        {
            while (!stop.IsCancellationRequested && !source.Ended) Step();
        }
        catch (Exception e)
        {
            failed(e);
        }
    }
}
