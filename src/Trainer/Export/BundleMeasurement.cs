using VlDistill.Bundles;
using VlDistill.Trainer.Evaluation;

namespace VlDistill.Trainer.Export;

/// <summary>Measures a bundle on test photographs, through the very files that will ship, and compares it with the one before.</summary>
/// <exception cref="UserException">The photographs, their labels or the older bundle are absent or damaged.</exception>
public sealed class BundleMeasurement(FinishedRun run, CardSources sources, List<string> lines)
{
    private static readonly string[] timed = ["student", "teacher"];

    // Read before anything is exported: a wrong folder is told at once.
    private readonly Bundle? before = sources.Against is { } folder ? Bundle.Load(folder) : null;
    private readonly TestPhotographs? photographs = sources.Data is { } data ? TestPhotographs.Open(run, data) : null;

    /// <summary>The manifest with the figures of eyes and typed names, and the comparison where there is a bundle to compare with.</summary>
    /// <param name="written">The new bundle before its commit.</param>
    /// <exception cref="UserException">A photograph cannot be read.</exception>
    public (BundleManifest Manifest, BundleComparison? Comparison) Measure(Bundle written)
    {
        var manifest = photographs is null ? written.Manifest : Measured(written, photographs);
        if (before is null) return (manifest, null);
        var older = photographs is null || HasAll(before, written) ? before.Manifest : Measured(before, photographs);
        var (times, frames) = photographs is null || sources.TimedPhotographs == 0 ? ([], null) : Time(before, written, photographs);
        return (manifest, BundleComparison.Of(before, older, written, manifest, times, frames));
    }

    /// <summary>Whether the older bundle needs no measuring: what it can is either measured or the same files.</summary>
    private static bool HasAll(Bundle before, Bundle now)
    {
        var (old, current) = (new BundleFiles(before), new BundleFiles(now));
        return (before.Manifest.Detector.Figures is not null || BundleFiles.AreSame(before.Manifest, old.Tags, now.Manifest, current.Tags))
            && (before.Manifest.OpenVocabulary is not { Figures: null } || BundleFiles.AreSame(before.Manifest, old.Names, now.Manifest, current.Names));
    }

    private BundleManifest Measured(Bundle bundle, TestPhotographs photographs)
    {
        var (eyes, names) = BundleTest.Run(bundle, photographs, Inference.Device.Cpu);
        lines.Add($"{bundle.Folder}: {CardText.Figures(eyes)}{(names is null ? "" : $", typed names {CardText.Figures(names)}")} on {photographs.Pictures.Count} photographs");
        var manifest = bundle.Manifest;
        return manifest with
        {
            Detector = manifest.Detector with { Figures = eyes },
            OpenVocabulary = manifest.OpenVocabulary is { } open ? open with { Figures = names } : null,
        };
    }

    private (Dictionary<string, (double? Before, double? Now)> Times, TimedFrames Frames) Time(Bundle before, Bundle now, TestPhotographs photographs)
    {
        string[] some = [.. photographs.Pictures.Take(sources.TimedPhotographs).Select(p => p.Path)];
        var runs = timed.SelectMany(model => new[] { (Bundle: before, Model: model), (Bundle: now, Model: model) }).Where(r => r.Bundle.Manifest.Models.ContainsKey(r.Model)).ToArray();
        var medians = runs.Zip(FrameTimes.Of(runs, some, Inference.Device.Cpu)).ToDictionary(r => r.First, r => (double?)r.Second);
        var times = timed.ToDictionary(model => model, model => (medians.GetValueOrDefault((before, model)), medians.GetValueOrDefault((now, model))));
        foreach (var (model, (old, current)) in times) lines.Add(FormattableString.Invariant($"{model}: {old:0.0} ms per frame before, {current:0.0} ms now"));
        return (times, new TimedFrames(some.Length, FrameTimes.Rounds, Environment.ProcessorCount));
    }
}
