using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using VlDistill.Bundles;
using VlDistill.Demo.Capture;
using VlDistill.Demo.Recording;
using VlDistill.Demo.Recording.Page;
using VlDistill.Demo.Recording.Replay;
using VlDistill.Demo.Serving;
using VlDistill.Demo.Views;
using VlDistill.Demo.Vision;
using VlDistill.Frames;
using VlDistill.Inference;

namespace VlDistill.Demo.Commands;

/// <summary><c>demo</c>: the live view, in a window or recorded without one.</summary>
public sealed class DemoCommand : Command
{
    private readonly Option<string> source = new("--source") { Description = "auto, camera:N, a video or picture, a folder of pictures, a URL, or a recording (its folder or session.jsonl).", DefaultValueFactory = _ => "auto" };
    private readonly Option<bool> listCameras = new("--list-cameras") { Description = "Name the cameras of this machine with their modes, and end." };
    private readonly Option<string?> cameraMode = new("--camera-mode") { Description = "Size and rate to ask of a camera, as in 1280x720@30." };
    private readonly Option<string?> serve = new("--serve") { Description = "Let browsers watch at this host:port (default: 127.0.0.1:8080, this machine only).", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> token = new("--token") { Description = "Secret that viewers must give; needed to serve other machines." };
    private readonly Option<bool> headless = new("--headless") { Description = "No window on screen; use with --out." };
    private readonly Option<double?> seconds = new("--seconds") { Description = "Stop after this many seconds." };
    private readonly Option<string?> folder = new("--out") { Description = "Folder to record to: recording.mp4, source.mp4, session.jsonl, last.png, summary.json." };
    private readonly Option<string?> bundle = new("--bundle") { Description = "Folder with trained models (default: the models/ that ship)." };
    private readonly Option<string?> models = new("--models") { Description = "One or two to show, as in student,plain (default: student and teacher)." };
    private readonly Option<string> device = new("--device") { Description = "auto, cpu or cuda.", DefaultValueFactory = _ => "auto" };
    private readonly Option<int> threads = new("--threads") { Description = "CPU threads of each network (default: half of the cores but one, which is left for drawing; 1 to 4).", DefaultValueFactory = _ => BundleModels.ThreadsBesideDrawing(Environment.ProcessorCount) };
    private readonly Option<string> lanes = new("--lanes") { Description = "parallel: a thread per stage; single: all on one.", DefaultValueFactory = _ => "parallel" };

    private readonly Option<string> recaption = new("--recaption") { Description = "change: describe what differs from the last frame described; always: every frame.", DefaultValueFactory = _ => "change" };

    private readonly Option<string> view = new("--view") { Description = "single, side, difference or inspector.", DefaultValueFactory = _ => "side" };
    private readonly Option<string> windowSize = new("--size") { Description = "Window and recording in pixels, even, as in 1280x720.", DefaultValueFactory = _ => "960x540" };
    private readonly Option<string> press = new("--press") { Description = "Keys to press once the models speak, as in \"4 Right G\" or \"/ 'how many people?' Enter\".", DefaultValueFactory = _ => "" };

    private readonly Option<string> find = new("--find") { Description = "Names to look for from the start, by comma, as in \"a dog, red bus\".", DefaultValueFactory = _ => "" };

    private readonly Option<bool> relations = new("--relations") { Description = "Show who does what to whom from the start: arrows and sentences." };

    private readonly Option<string?> exportHtml = new("--export-html") { Description = "Folder for a page of the session that opens offline; of a recording at once, else at the end." };

    public DemoCommand()
        : base("demo", "Show regions, captions and attention of student and teacher on a live source.")
    {
        device.AcceptOnlyFromAmong("auto", "cpu", "cuda");
        lanes.AcceptOnlyFromAmong("parallel", "single");
        recaption.AcceptOnlyFromAmong("change", "always");
        view.AcceptOnlyFromAmong(ViewNames.All);
        windowSize.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && WindowSize.Problem(token.Value) is { } problem) result.AddError($"--size {token.Value}: {problem}");
        });
        press.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && KeyScript.Problem(token.Value) is { } problem) result.AddError($"--press: {problem}");
        });
        seconds.Validators.Add(result =>
        {
            // What is no number at all is refused by the parser itself.
            if (result.Tokens is [var token] && double.TryParse(token.Value, CultureInfo.InvariantCulture, out double value) && value <= 0)
                result.AddError("--seconds must be more than 0");
        });
        threads.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, CultureInfo.InvariantCulture, out int value) && value <= 0)
                result.AddError("--threads must be more than 0");
        });
        cameraMode.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && CameraMode.Parse(token.Value) is null)
                result.AddError($"--camera-mode {token.Value}: write width x height @ rate, as in 1280x720@30");
        });
        foreach (var option in new Option[] { source, listCameras, cameraMode, serve, token, headless, seconds, folder, bundle, models, device, threads, lanes, recaption, view, windowSize, press, find, relations, exportHtml }) Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult arguments)
    {
        if (arguments.GetValue(listCameras)) return ListCameras(arguments.InvocationConfiguration.Output);
        string? page = arguments.GetValue(exportHtml);
        if (page is not null && RecordedSession.IsAt(arguments.GetValue(source)!)) return ExportPage(arguments.GetValue(source)!, page);
        var clock = new SystemClock();
        string wish = arguments.GetValue(device)!;
        var chosen = Device.Choose(wish);
        var options = new DemoOptions
        {
            Notice = wish is "auto" || wish == chosen.Name ? null : chosen.Note,
            Source = arguments.GetValue(source)!,
            CameraMode = arguments.GetValue(cameraMode) is { } size ? CameraMode.Parse(size) : null,
            Serve = arguments.GetResult(serve) is null ? null : ServeAddress.Parse(arguments.GetValue(serve)).GuardedBy(arguments.GetValue(token)),
            Token = arguments.GetValue(token),
            Headless = arguments.GetValue(headless),
            Seconds = arguments.GetValue(seconds),
            Out = arguments.GetValue(folder) ?? page,
            SingleLane = arguments.GetValue(lanes) == "single",
            EveryFrame = arguments.GetValue(recaption) == "always",
            View = (View)Array.IndexOf(ViewNames.All, arguments.GetValue(view)),
            Width = WindowSize.Parse(arguments.GetValue(windowSize)!).Width,
            Height = WindowSize.Parse(arguments.GetValue(windowSize)!).Height,
            Press = arguments.GetValue(press)!,
            Find = arguments.GetValue(find)!,
            Relations = arguments.GetValue(relations),
        };
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, EndGracefully);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, EndGracefully);

        using (var app = RecordedSession.IsAt(options.Source) ? Replay(options, clock, stop.Token) : Live(arguments, options, chosen, clock, stop.Token))
            Report(app.Run());
        return page is null ? ExitCode.Done : ExportPage(options.Out!, page);

        // The session ends as if its time were over, so that the recording is closed.
        void EndGracefully(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    private DemoApp Live(ParseResult arguments, DemoOptions options, Device chosen, IClock clock, CancellationToken stop)
    {
        var loaded = Bundle.Load(arguments.GetValue(bundle) ?? Bundle.DefaultFolder);
        var shown = new BundleModels(loaded, chosen, arguments.GetValue(threads), arguments.GetValue(models));
        Console.WriteLine($"{DemoApp.Stack} stack, {chosen.Note}, {arguments.GetValue(threads)} CPU thread(s) a network; {string.Join(" and ", shown.Models)}");
        if (options.Relations && shown.Models.Where(model => loaded.Manifest.Models[model].Relations is null).ToArray() is { Length: > 0 } silent)
            Console.WriteLine($"this bundle relates nothing: {string.Join(" and ", silent)} of {loaded.Folder} {(silent.Length == 1 ? "has" : "have")} no relation network; export a run with a finished stage '{silent[0]}-relations'");
        return new DemoApp(
            options, shown, writer => new SourceSelector(writer, SourceSelector.DefaultReelFolder, options.CameraMode).Open(options.Source), clock, stop);
    }

    private static DemoApp Replay(DemoOptions options, IClock clock, CancellationToken stop)
    {
        var replay = new SessionReplay(RecordedSession.Open(options.Source));
        Console.WriteLine($"{DemoApp.Stack} stack, replay of {replay.Session.Header.Source}; {string.Join(" and ", replay.Session.Header.Models.Select(m => m.Name))}");
        return new DemoApp(options, completed => replay.OpenStage(clock, completed), replay.OpenSource, clock, stop);
    }

    private static int ExportPage(string session, string folder)
    {
        Console.WriteLine($"{SessionPage.Write(RecordedSession.Open(session), folder)} opens in any browser");
        return ExitCode.Done;
    }

    private static int ListCameras(TextWriter output)
    {
        foreach (string line in CameraList.Present.Describe()) output.WriteLine(line);
        return ExitCode.Done;
    }

    private static void Report(SessionSummary summary)
    {
        Console.WriteLine($"{summary.Source}: {summary.CaptureFps:0.0} fps captured, {summary.RenderFps:0.0} fps drawn, {summary.DroppedFrames} frames dropped");
        foreach (var (name, model) in summary.Models)
            Console.WriteLine($"{name}: {model.CaptionsPerSecond:0.0} captions/s, first word {model.FirstTokenMs:0.0} ms, p50 {model.P50Ms:0.0} ms, p95 {model.P95Ms:0.0} ms");
        foreach (var (name, model) in summary.Models)
            if (model.Relations is { } related) Console.WriteLine($"{name}: relations of {related.Frames} frames, {related.Pairs:0.0} pairs each, p50 {related.P50Ms:0.0} ms, p95 {related.P95Ms:0.0} ms");
    }
}
