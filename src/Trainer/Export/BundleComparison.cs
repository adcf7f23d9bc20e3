using VlDistill.Bundles;
using VlDistill.Trainer.Evaluation;

namespace VlDistill.Trainer.Export;

/// <summary>One figure of an ability in two bundles.</summary>
/// <param name="HadIt">Whether the bundle before has the ability at all.</param>
/// <param name="HasIt">Whether this one has.</param>
/// <param name="Before">Null where nobody measured.</param>
/// <param name="SameFiles">Whether all files behind it are the same bytes; null where no files of its own are.</param>
/// <param name="Form">How numbers are written.</param>
public sealed record ComparedFigure(string What, bool HadIt, bool HasIt, double? Before, double? Now, bool? SameFiles, string Form = "0.000");

/// <summary>How often frames were timed.</summary>
public sealed record TimedFrames(int Photographs, int Rounds, int Cores);

/// <summary>A bundle beside the one before it.</summary>
/// <param name="Written">When the one before was written.</param>
/// <param name="Same">Names of files with the same bytes; the model cards are left out.</param>
/// <param name="Timed">Null where nothing was timed.</param>
public sealed record BundleComparison(DateTimeOffset Written, IReadOnlyList<string> Same, IReadOnlyList<string> Changed, IReadOnlyList<string> Added, IReadOnlyList<string> Gone,
    IReadOnlyList<ComparedFigure> Figures, TimedFrames? Timed)
{
    /// <summary>The card's name in a bundle.</summary>
    public const string Card = "MODEL_CARD.md";

    private const string Caption = "test beam 3 CIDEr-D", Related = "test R@50 k=1";
    private static readonly string[] models = ["student", "teacher"];

    /// <param name="before">The older bundle, with the figures that somebody measured since in its manifest.</param>
    /// <param name="times">Milliseconds per frame by model, of either bundle; empty where nothing was timed.</param>
    public static BundleComparison Of(Bundle before, BundleManifest beforeMeasured, Bundle now, BundleManifest nowMeasured,
        IReadOnlyDictionary<string, (double? Before, double? Now)> times, TimedFrames? timed)
    {
        var (old, current) = (before.Manifest, now.Manifest);
        var (oldFiles, newFiles) = (new BundleFiles(before), new BundleFiles(now));
        var (names, others) = (Names(current), Names(old));
        return new BundleComparison(old.Created,
            [.. names.Where(n => others.Contains(n) && old.Files[n] == current.Files[n])], [.. names.Where(n => others.Contains(n) && old.Files[n] != current.Files[n])],
            [.. names.Except(others)], [.. others.Except(names)],
            [
                Row("detection AP50, any class", f => f.Eyes, m => m.Detector.Figures, BundleTest.AnyClassAp50),
                Row("mAP of tags", f => f.Tags, m => m.Detector.Figures, BundleTest.TagMap),
                .. models.Select(model => Row($"CIDEr-D, beam 3, {model}", f => f.Captions(model), m => m.Models.GetValueOrDefault(model)?.Figures, Caption)),
                .. models.Select(model => Row($"ms per frame, {model}", f => f.Captions(model), _ => null, "") with
                    { Before = times.GetValueOrDefault(model).Before, Now = times.GetValueOrDefault(model).Now, Form = "0.0" }),
                Row("AP50 of typed names", f => f.Names, m => m.OpenVocabulary?.Figures, BundleTest.Ap50),
                .. models.Select(model => Row($"relations R@50, {model}", f => f.Relations(model), m => m.Models.GetValueOrDefault(model)?.Relations?.Figures, Related)),
                new("size, MB", true, true, Megabytes(old), Megabytes(current), null, "0.0"),
            ], timed);

        ComparedFigure Row(string what, Func<BundleFiles, IReadOnlySet<string>> files, Func<BundleManifest, IReadOnlyDictionary<string, double>?> figures, string metric)
        {
            var (had, has) = (files(oldFiles), files(newFiles));
            return new ComparedFigure(what, had.Count > 0, has.Count > 0, Figure(figures(beforeMeasured), metric), Figure(figures(nowMeasured), metric), BundleFiles.AreSame(old, had, current, has));
        }
    }

    private static double? Figure(IReadOnlyDictionary<string, double>? figures, string metric) => figures is not null && figures.TryGetValue(metric, out var value) ? value : null;

    private static string[] Names(BundleManifest manifest) => [.. manifest.Files.Keys.Where(f => f != Card).Order(StringComparer.Ordinal)];

    private static double Megabytes(BundleManifest manifest) => manifest.Files.Where(f => f.Key != Card).Sum(f => f.Value.Bytes) / 1e6;
}
