using VlDistill.Frames;

namespace VlDistill.Demo.Capture;

/// <summary>
/// The lane that reads the source and puts every picture into each reader's mailbox. With <see cref="Start"/> it has its own
/// thread; without, whoever owns the single lane calls <see cref="Step"/>.
/// </summary>
public sealed class CaptureLane : IDisposable
{
    // Longer than OpenCV's own time-out for a silent camera (10 s).
    private static readonly TimeSpan joinTimeout = TimeSpan.FromSeconds(12), idle = TimeSpan.FromMilliseconds(20);

    private readonly IClock clock;
    private readonly IReadOnlyList<Mailbox<Frame>> readers;
    private readonly Action<Exception> failed;
    private readonly SourceSwitch exchange;
    private readonly CancellationTokenSource stop = new();
    private readonly FrameRate rate = new();
    private volatile ICaptureSource source;
    private Thread? thread;

    /// <param name="open">Opens the first source, here.</param>
    /// <param name="failed">Told once, from the lane's thread, why the lane ended.</param>
    /// <param name="cameras">What <see cref="NextCamera"/> goes through; null for this machine's.</param>
    /// <exception cref="UserException">The first source cannot be opened.</exception>
    public CaptureLane(Func<FrameWriter, ICaptureSource> open, FramePool pool, IClock clock, IReadOnlyList<Mailbox<Frame>> readers, Action<Exception> failed, CameraCycle? cameras = null)
    {
        (this.clock, this.readers, this.failed) = (clock, readers, failed);
        // One writer for all sources, so that no two frames have the same id.
        var writer = new FrameWriter(pool, clock);
        source = open(writer);
        exchange = new SourceSwitch(writer, open, source.Camera, cameras ?? new CameraCycle());
    }

    /// <summary>While true nothing is read; the readers keep what they have.</summary>
    public bool Paused { get; set; }

    /// <summary>A further reader that comes and goes; null for none.</summary>
    public Mailbox<Frame>? Recorder { get; set; }

    /// <summary>Which source this is, for the screen.</summary>
    public string SourceName => source.Name;

    /// <summary>Trouble with a change of source, or else the source's, for the screen.</summary>
    public string? Notice => exchange.Notice ?? source.Notice;

    /// <summary>Pictures per second, lately.</summary>
    public double FramesPerSecond => rate.PerSecond;

    /// <summary>Pictures so far.</summary>
    public long Captured => rate.Count;

    public void Start()
    {
        thread = new Thread(Run) { Name = "capture", IsBackground = true };
        thread.Start();
    }

    /// <summary>Opens another source in the background and goes over to it; where it cannot be opened this one goes on and <see cref="Notice"/> says why.</summary>
    public void Switch(Func<FrameWriter, ICaptureSource> open) => exchange.Begin(open);

    /// <summary>Goes over to the next camera, after the last back to the first source.</summary>
    public void NextCamera() => exchange.NextCamera();

    /// <summary>Waits for one picture and hands it out; false where none came.</summary>
    public bool Step()
    {
        if (exchange.Take() is { } opened)
        {
            source.Dispose();
            source = opened;
        }

        if (Paused || source.Ended)
        {
            clock.WaitUntil(clock.Now + idle, stop.Token);
            return false;
        }

        if (source.Next(stop.Token) is not { } frame) return false;
        rate.Tick(frame.Time);
        for (var i = 1; i < readers.Count; i++) readers[i].Put(frame.Share());
        Recorder?.Put(frame.Share());
        if (readers.Count > 0) readers[0].Put(frame);
        else frame.Dispose();
        return true;
    }

    /// <exception cref="TimeoutException">The source did not come back from a read.</exception>
    public void Dispose()
    {
        stop.Cancel();
        if (thread is not null && !thread.Join(joinTimeout)) throw new TimeoutException($"{source.Name}: the capture lane did not stop within {joinTimeout.TotalSeconds} s");
        exchange.Dispose();
        source.Dispose();
        stop.Dispose();
    }

    private void Run()
    {
        try
        {
            while (!stop.IsCancellationRequested) Step();
        }
        catch (Exception e)
        {
            failed(e);
        }
    }
}
