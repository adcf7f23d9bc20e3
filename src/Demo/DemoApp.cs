using System.Diagnostics;
using System.Numerics;
using System.Reflection;
using VlDistill.Bundles;
using VlDistill.Demo.Capture;
using VlDistill.Demo.Diagnostics;
using VlDistill.Demo.Overlay;
using VlDistill.Demo.Recording;
using VlDistill.Demo.Recording.Replay;
using VlDistill.Demo.Serving;
using VlDistill.Demo.Views;
using VlDistill.Demo.Vision;
using VlDistill.Demo.Windowing;
using VlDistill.Frames;

namespace VlDistill.Demo;

/// <summary>
/// The live view. Capture lane → student lane → teacher lane → this, the GL lane; between them mailboxes in which the latest wins.
/// Read <see cref="Run"/> and <see cref="Tick"/> from top to bottom.
/// </summary>
public sealed class DemoApp : IDisposable
{
    private static readonly TimeSpan NoticeTime = TimeSpan.FromSeconds(10);
    private static readonly Vector2 NoPointer = new(-1, -1);
    private readonly DemoOptions options;
    private readonly IClock clock;
    private readonly CancellationToken stop;
    private readonly Mailbox<Frame> shown = new();
    private readonly IVisionStage vision;
    private readonly CaptureLane capture;
    private readonly Screen screen;
    private readonly ViewReader views;
    private readonly RecordingSwitch recording;
    private readonly LiveView? serving;
    private readonly Hud hud;
    private readonly ViewState view;
    private readonly KeyScript script;
    private readonly KeyBindings? bindings;
    private readonly FrameRate drawn = new();
    private readonly DrawStatistics draws = new();
    private readonly ResourceMeter resources = new();
    private readonly TimeSpan began;
    private Exception? failure;
    private TimeSpan nextDraw;
    private bool quit;
    private bool capturing;

    /// <param name="options">How to run.</param>
    /// <param name="models">Eyes and models, loaded on their lanes.</param>
    /// <param name="openSource">Opens the source while the models load.</param>
    /// <param name="clock">The program's clock.</param>
    /// <param name="stop">Ends the session as quitting does.</param>
    public DemoApp(DemoOptions options, IModelSource models, Func<FrameWriter, ICaptureSource> openSource, IClock clock, CancellationToken stop)
        : this(options, completed => new VisionStage(models, options.EveryFrame, clock, completed), openSource, clock, stop)
    {
    }

    /// <param name="options">How to run.</param>
    /// <param name="openStage">Makes what describes the frames; it shall tell the given listener every complete result.</param>
    /// <param name="openSource">Opens the source while the models load.</param>
    /// <param name="clock">The program's clock.</param>
    /// <param name="stop">Ends the session as quitting does.</param>
    public DemoApp(
        DemoOptions options,
        Func<Action<VisionResult, double?>, IVisionStage> openStage,
        Func<FrameWriter, ICaptureSource> openSource,
        IClock clock,
        CancellationToken stop)
    {
        (this.options, this.clock, this.stop) = (options, clock, stop);
        vision = openStage(Completed);
        hud = new Hud { Stack = Stack, Device = vision.Device };
        view = new ViewState { View = options.View, GraphShown = options.Relations };
        script = KeyScript.Parse(options.Press);
        try
        {
            if (options.SingleLane) vision.Open();
            else vision.Start(Failed);
            capture = new CaptureLane(openSource, new FramePool(), clock, [shown, vision.Frames], Failed, new CameraCycle(mode: options.CameraMode));
            screen = new Screen(options, view);
            Keys = new ViewControls(view, Actions());
            if (options.Find.Length > 0) Keys.Find(options.Find);
            bindings = new KeyBindings(screen.Window.Window, Keys, screen.At, Open);
            views = new ViewReader(screen);
            recording = new RecordingSwitch(options, screen, views, capture, vision, clock, Summarise, Failed);
            vision.Answered += recording.Add;
            vision.Related += recording.Add;
            if (options.Out is not null) recording.Start();
            if (options.Serve is not null) serving = new LiveView(options, screen, views, vision, Keys, Summarise, Failed);
        }
        catch
        {
            Dispose();
            throw;
        }

        began = clock.Now;
    }

    internal ViewControls Keys { get; }

    internal Screen Screen => screen;

    internal Hud Hud => hud;

    internal IVisionStage Stage => vision;

    /// <summary>Where browsers watch; null where none may.</summary>
    internal Uri? Watch => serving?.Url;

    /// <summary>The stack this program was built on.</summary>
    public static string Stack { get; } =
        typeof(DemoApp).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(a => a.Key == "Stack")?.Value ?? "unknown";

    private bool Ended => quit || stop.IsCancellationRequested || failure is not null || screen.IsClosing
        || options.Seconds is { } seconds && (clock.Now - began).TotalSeconds >= seconds;

    /// <summary>Plays until the user quits, the time is over or a lane fails; returns the figures and writes them with the last picture.</summary>
    /// <exception cref="UserException">A lane failed; the message says which and why.</exception>
    public SessionSummary Run()
    {
        StartCapture();
        while (!Ended) Tick();
        if (failure is not null) throw failure as UserException ?? new UserException($"the session stopped: {failure.Message}", failure);
        var summary = Summarise();
        recording.Stop(summary);
        recording.Dispose();
        if (failure is not null) throw failure as UserException ?? new UserException($"the recording could not be closed: {failure.Message}", failure);
        return summary;
    }

    /// <summary>Gives the source its thread, where it shall have one; <see cref="Run"/> does so too.</summary>
    internal void StartCapture()
    {
        if (!options.SingleLane && !capturing) capture.Start();
        capturing = true;
    }

    /// <summary>One frame: events, capture and models where they have no lanes of their own, drawing, recording, pacing.</summary>
    public void Tick()
    {
        screen.DoEvents();
        script.Step(Keys, vision.Feeds);
        vision.Relate(view.Graphing);
        if (options.SingleLane)
        {
            capture.Step();
            vision.Step();
        }

        vision.Update();
        var now = clock.Now;
        using (var frame = shown.Take())
        {
            RefreshHud();
            var sight = vision.Sight;
            screen.Render(frame, vision, hud, options.Headless ? NoPointer : bindings!.Pointer, now);
            draws.Drawn(clock.Now, sight);
        }

        drawn.Tick(now);
        views.Drawn(now);
        recording.Tick(now);
        serving?.Tick(now);
        Pace();
    }

    /// <summary>Starts a recording, or stops the present one.</summary>
    public void ToggleRecording()
    {
        recording.Toggle();
        if (recording.Folder is { } folder && recording.Notice is null) view.Toasts.Show($"{(recording.IsRecording ? "recording to" : "recorded")} {folder}", clock.Now);
    }

    /// <summary>Also cleans up after a constructor that failed halfway.</summary>
    public void Dispose()
    {
        serving?.Dispose();
        capture?.Dispose();
        vision.Dispose();
        shown.Dispose();
        recording?.Dispose();
        views?.Dispose();
        bindings?.Dispose();
        screen?.Dispose();
        resources.Dispose();
    }

    private void RefreshHud()
    {
        hud.Source = capture.SourceName;
        hud.Notice = recording.Notice ?? capture.Notice ?? vision.Notice ?? (clock.Now - began < NoticeTime ? options.Notice : null);
        hud.CameraFps = capture.FramesPerSecond;
        hud.RenderFps = drawn.PerSecond;
        hud.Dropped = vision.Frames.Dropped;
        (hud.CpuPercent, hud.MegabytesResident) = (resources.CpuPercent, resources.MegabytesResident);
        hud.AttentionDistance = vision.Comparison.Latest?.Distance;
        hud.Recording = recording.IsRecording;
    }

    private void Pace()
    {
        var period = TimeSpan.FromSeconds(1 / options.RenderFps);
        nextDraw = nextDraw + period < clock.Now ? clock.Now : nextDraw + period;
        clock.WaitUntil(nextDraw, stop);
    }

    private DemoActions Actions() => new()
    {
        Pause = () => hud.Paused = capture.Paused = !capture.Paused,
        FullScreen = screen.Window.ToggleFullscreen,
        Snapshot = SaveScreenshot,
        Quit = () => quit = true,
        Record = ToggleRecording,
        NextCamera = capture.NextCamera,
        Show = vision.Show,
        Ask = vision.Ask,
        Find = vision.Find,
        Load = vision.Load,
    };

    /// <summary>What is dropped on the window is a bundle where it has a manifest, else something to play.</summary>
    internal void Open(string path)
    {
        if (File.Exists(Path.Combine(path, BundleManifest.FileName))) vision.Load(path);
        else if (vision is ReplayStage) view.Toasts.Show("a recording plays; start again with another --source", clock.Now);
        else capture.Switch(writer => RecordedSession.IsAt(path)
            ? throw new UserException($"{path}: a recording brings its own models' words; replay it with --source {path}")
            : new SourceSelector(writer, SourceSelector.DefaultReelFolder, options.CameraMode).Open(path));
    }

    private void SaveScreenshot()
    {
        string path = Path.Combine(options.Out ?? ".", $"vldistill-{DateTimeOffset.Now:yyyyMMdd-HHmmss}.png");
        try
        {
            PictureFile.Write(path, screen.Capture(), screen.Width, screen.Height);
            view.Toasts.Show($"saved {path}", clock.Now);
        }
        catch (UserException e)
        {
            view.Toasts.Show(e.Message, clock.Now);
        }
    }

    private void Completed(VisionResult result, double? distance)
    {
        recording?.Add(result, distance);
        serving?.Add(result, distance, clock.Now);
    }

    private void Failed(Exception e) => Interlocked.CompareExchange(ref failure, e, null);

    // The launcher's shell becomes this process; where it had to build first, it leaves the time at which it was done.
    private static DateTime Launched() =>
        long.TryParse(Environment.GetEnvironmentVariable("VLDISTILL_BUILT_AT"), out long milliseconds)
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime
            : Process.GetCurrentProcess().StartTime.ToUniversalTime();

    private SessionSummary Summarise()
    {
        double seconds = (clock.Now - began).TotalSeconds;
        var first = vision.Feeds.Min(feed => feed.Statistics.FirstCaption);
        double beforeClock = (DateTime.UtcNow - Launched() - clock.Now).TotalSeconds;
        return new SessionSummary(
            Stack,
            vision.Device,
            screen.Renderer,
            capture.SourceName,
            options.SingleLane ? "single" : "parallel",
            Math.Round(seconds, 2),
            Math.Round(capture.Captured / seconds, 2),
            Math.Round(drawn.Count / seconds, 2),
            vision.Frames.Dropped,
            first is { } time ? Math.Round(time.TotalSeconds + beforeClock, 2) : null,
            vision.Comparison.Mean is { } mean ? Math.Round(mean, 4) : null,
            vision.Feeds.ToDictionary(feed => feed.Model, feed => feed.Statistics.Summarise()))
        {
            FrameIntervalMs = draws.FrameIntervalMs,
            OverlayAgeMs = draws.OverlayAgeMs,
            CpuPercent = resources.MeanCpuPercent,
            MegabytesResident = Math.Round(resources.MegabytesResident, 1),
        };
    }
}
