using VlDistill.Bundles;
using VlDistill.Datasets;
using VlDistill.Frames;
using VlDistill.Inference;
using VlDistill.Metrics;
using VlDistill.Regions;
using VlDistill.Trainer.Methods.WsdTags;

namespace VlDistill.Trainer.Evaluation;

/// <summary>Measures on test photographs what a bundle's eyes find, through the files that ship.</summary>
public static class BundleTest
{
    /// <summary>Names of figures.</summary>
    public const string AnyClassAp50 = "test AP50, any class", Ap50 = "test AP50", TagMap = "test tag mAP";

    // Average precision wants boxes of low score too; the same as the detect command's.
    private const float LeastScore = 0.05f;

    private const int MostBoxes = 100;

    private sealed record Seen(IReadOnlyList<Region> Boxes, PictureTags Tags, IReadOnlyList<Region> Named);

    /// <summary>Figures of boxes and tags; those of classes or tags the photographs do not know are left out. Figures of typed names, the classes' own; null without an open vocabulary or boxes.</summary>
    /// <exception cref="UserException">A photograph cannot be read.</exception>
    public static (IReadOnlyDictionary<string, double> Eyes, IReadOnlyDictionary<string, double>? Names) Run(Bundle bundle, TestPhotographs photographs, Inference.Device device)
    {
        using var eyes = bundle.OpenEyes(device, threads: 1);
        var boxed = photographs.Pictures.All(p => p.Boxes is not null) && bundle.Labels.SequenceEqual(photographs.Classes);
        using var open = boxed ? bundle.OpenVocabulary(device) : null;
        var seen = Look(photographs.Pictures, frame =>
        {
            var found = eyes.Perceive(frame, LeastScore, MostBoxes);
            var tags = new PictureTags("", [.. bundle.Tags.Zip(found.Tags, (tag, p) => new ScoredTag(tag, p))]);
            return new Seen(found.Regions.Detected, tags, open is null ? [] : TypedNames.Find(eyes, open, frame, photographs.Classes, LeastScore, MostBoxes));
        });
        var figures = new Dictionary<string, double>();
        if (boxed)
        {
            var scores = Score(s => s.Boxes);
            (figures[AnyClassAp50], figures[Ap50]) = (scores.AgnosticAp50, scores.Ap50);
        }
        if (bundle.Tags.Count > 0 && photographs.Tags.Count > 0) figures[TagMap] = Tags(seen, photographs).MeanAp;
        return (figures, open is null ? null : new Dictionary<string, double> { [Ap50] = Score(s => s.Named).Ap50 });

        DetectionScores Score(Func<Seen, IReadOnlyList<Region>> boxes) =>
            DetectionScores.Of([.. seen.Zip(photographs.Pictures, (s, p) => new DetectionSample(p.Boxes!, boxes(s)))]);
    }

    private static TagScores Tags(Seen[] seen, TestPhotographs photographs)
    {
        var names = photographs.Pictures.Select(p => Path.GetFileName(p.Path)).ToArray();
        var match = TagMatch.Of([.. seen.Zip(names, (s, name) => s.Tags with { FileName = name })], "the bundle's tags",
            names.Zip(photographs.Pictures).ToDictionary(p => p.First, p => p.Second.Tags), "the test split", photographs.Tags, CaptionTags.Shipped.Of);
        return TagScores.Of(match.Scores, match.Truth, photographs.Tags.Count);
    }

    private static Seen[] Look(IReadOnlyList<TestPhotograph> pictures, Func<Frame, Seen> work)
    {
        var seen = new Seen[pictures.Count];
        try
        {
            Parallel.For(0, seen.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
            {
                using var frame = PictureReader.Read(pictures[i].Path);
                seen[i] = work(frame);
            });
        }
        catch (AggregateException e) when (e.InnerException is UserException fault)
        {
            throw new UserException(fault.Message, e);
        }
        return seen;
    }
}
