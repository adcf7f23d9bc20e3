using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using VlDistill.Bundles;
using VlDistill.Demo.Capture;
using VlDistill.Demo.Diagnostics;
using VlDistill.Demo.Recording;
using VlDistill.Demo.Vision;
using VlDistill.Frames;
using VlDistill.Inference;

namespace VlDistill.Demo.Commands;

/// <summary><c>bench</c>: how fast the models are alone, and what is left of it, and of drawing, in the live view. JSON on the output, a table beside it.</summary>
public sealed class BenchCommand : Command
{
    private const int MostFrames = 24;
    private readonly Option<string> source = new("--source") { Description = "As for demo.", DefaultValueFactory = _ => "auto" };
    private readonly Option<string?> bundle = new("--bundle") { Description = "Folder with trained models (default: the models/ that ship)." };
    private readonly Option<string?> models = new("--models") { Description = "One or two to show, as in student,plain (default: student and teacher)." };
    private readonly Option<string> device = new("--device") { Description = "auto, cpu or cuda.", DefaultValueFactory = _ => "auto" };
    private readonly Option<double> seconds = new("--seconds") { Description = "Length of each measurement.", DefaultValueFactory = _ => 8 };

    public BenchCommand()
        : base("bench", "Measure captions per second, drawing and start-up on this machine.")
    {
        foreach (var option in new Option[] { source, bundle, models, device, seconds }) Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult arguments)
    {
        string from = arguments.GetValue(source)!, folder = arguments.GetValue(bundle) ?? Bundle.DefaultFolder, where = arguments.GetValue(device)!;
        string? wanted = arguments.GetValue(models);
        double length = arguments.GetValue(seconds);
        int cores = Environment.ProcessorCount;
        var measured = new BundleModels(Bundle.Load(folder), Device.Choose(where), threads: cores, wanted);
        var frames = Frames(from);
        var alone = ModelBench.Run(measured, frames, length);
        var relations = RelationBench.Run(measured, frames, length);
        var live = LiveBench.Run(["--source", from, "--bundle", folder, "--device", where, "--recaption", "always", "--seconds", length.ToString(CultureInfo.InvariantCulture), .. wanted is null ? (string[])[] : ["--models", wanted]]);
        var report = new BenchReport(cores, alone, Ratio(alone, measured.Models), live) { Relations = relations };
        Table(report, arguments.InvocationConfiguration.Error);
        arguments.InvocationConfiguration.Output.WriteLine(JsonSerializer.Serialize(report, JsonSerializerOptions.Web));
        return ExitCode.Done;
    }

    private static List<Frame> Frames(string from)
    {
        using var source = new SourceSelector(new FrameWriter(new FramePool(), new SystemClock()), SourceSelector.DefaultReelFolder).Open(from);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        var frames = new List<Frame>();
        while (frames.Count < MostFrames && !source.Ended && !patience.IsCancellationRequested && (frames.Count == 0 || frames[^1].Time < TimeSpan.FromSeconds(5)))
            if (source.Next(patience.Token) is { } frame) frames.Add(frame);
        return frames.Count > 0 ? frames : throw new UserException($"--source {from} gave no picture within 15 s; give another source");
    }

    private static double? Ratio(IReadOnlyDictionary<string, ModelSummary> alone, IReadOnlyList<string> names) =>
        names.Count < 2 ? null : Math.Round(alone[names[0]].CaptionsPerSecond / alone[names[^1]].CaptionsPerSecond, 2);

    private static void Table(BenchReport report, TextWriter output)
    {
        output.WriteLine($"{"",-10}{"captions/s",12}{"first word",13}{"words/s",10}{"p50",11}{"p95",11}{"inside ONNX Runtime",22}");
        foreach (var (title, models) in new[] { ("alone", report.Alone), ("live", report.Live.Models) })
        {
            output.WriteLine($"{title} ({(title == "alone" ? $"{report.Cores} threads" : "all lanes, drawing and recording")})");
            foreach (var (name, model) in models)
                output.WriteLine($"  {name,-8}{model.CaptionsPerSecond,12:0.0}{model.FirstTokenMs,10:0.0} ms{model.TokensPerSecond,10:0}{model.P50Ms,8:0.0} ms{model.P95Ms,8:0.0} ms{model.InferenceShare,22:0 %}");
        }

        if (report.SpeedUp is { } ratio) output.WriteLine($"the first model is {ratio:0.0} times as fast as the last");
        if (report.Relations.Count == 0) output.WriteLine("this bundle relates nothing: it has no relation network");
        foreach (var (name, times) in report.Relations)
            output.WriteLine($"{name}: relating {RelationBench.Regions} regions ({times.Pairs} pairs) adds {times.P50Ms:0.0} ms to a step of {times.StepP50Ms:0.0} ms (p95 {times.P95Ms:0.0} ms)");
        output.WriteLine($"drawing {report.Live.RenderFps:0.0} fps on {report.Live.Renderer}, launch to first caption {report.Live.LaunchToFirstCaptionSeconds:0.0} s");
    }
}

/// <summary>What <c>bench</c> prints.</summary>
/// <param name="Cores">Processors, and threads of each network run in <paramref name="Alone"/>.</param>
/// <param name="Alone">By model, with nothing else running.</param>
/// <param name="SpeedUp">Captions per second of the first model over the last's; null for a single model.</param>
/// <param name="Live">The demo with all lanes, drawing and recording.</param>
public sealed record BenchReport(int Cores, IReadOnlyDictionary<string, ModelSummary> Alone, double? SpeedUp, SessionSummary Live)
{
    /// <summary>By model, what relating things adds to a step, with nothing else running; without models that relate nothing.</summary>
    public IReadOnlyDictionary<string, RelationTimes> Relations { get; init; } = new Dictionary<string, RelationTimes>();
}
