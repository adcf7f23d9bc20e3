using VlDistill.Metrics;
using VlDistill.Regions;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;

namespace VlDistill.Trainer.Methods.Vild;

/// <summary>Which crops of which pictures are looked at; functions of the data alone, so that every training finds the same files.</summary>
public static class VildCrops
{
    /// <summary>How much larger the second crop of a region is.</summary>
    public const float Wider = 1.5f;

    /// <summary>Places in a list of proposals, evenly spread over its best.</summary>
    public static IReadOnlyList<int> Spread(int proposals, int count, int among) =>
        [.. Enumerable.Range(0, count).Select(i => i * Math.Max(among, count) / count).Where(i => i < proposals)];

    /// <summary>Proposals of training pictures, each as it is and then, in the same order, enlarged.</summary>
    public static CropFeatures Training(OpenVocabularySettings settings, RunContext context, VildSource source, CropNetwork network) =>
        Open(context, source, "training", network, picture => picture >= source.Data.Train.Count ? []
            : Twice([.. Spread(source.Proposals(picture).Count, settings.CropsPerPicture, settings.ProposalsPerPicture).Select(i => source.Proposals(picture)[i].Box)]));

    /// <summary>Proposals of the compared test pictures, up to <paramref name="most"/>, in the same form.</summary>
    public static CropFeatures Test(OpenVocabularySettings settings, RunContext context, VildSource source, CropNetwork network, int most)
    {
        var compared = source.Test.Take(settings.ComparedPictures).ToHashSet();
        return Open(context, source, "test", network, picture => compared.Contains(picture) ? Twice([.. source.Proposals(picture).Take(most).Select(r => r.Box)]) : []);
    }

    /// <summary>The whole picture, then labelled boxes: those of <see cref="Labelled"/>.</summary>
    public static CropFeatures WithLabels(RunContext context, VildData data, VildSource source, CropNetwork network, int most) =>
        Open(context, source, "labelled", network, picture => [Box.Whole, .. Labelled(data, source, picture, most).Select(b => b.Box)]);

    /// <summary>Boxes of base classes, rare ones first and up to <paramref name="most"/>; of a picture that no training sees also those of every novel class.</summary>
    public static IReadOnlyList<TruthBox> Labelled(VildData data, VildSource source, int picture, int most)
    {
        IEnumerable<TruthBox> known = data.Seen(source, picture).Where(b => !b.Crowd && b.Box.Area > 0).OrderBy(b => data.Frequency(b.Label)).Take(most);
        return picture < source.Data.Train.Count ? [.. known] : [.. known, .. source.Boxes[picture].Where(b => !b.Crowd && b.Box.Area > 0 && data.Novel.Contains(b.Label))];
    }

    private static Box[] Twice(IReadOnlyList<Box> boxes) => [.. boxes, .. boxes.Select(b => CropPixels.Enlarge(b, Wider))];

    private static CropFeatures Open(RunContext context, VildSource source, string name, CropNetwork network, Func<int, IReadOnlyList<Box>> crops) =>
        CropFeatures.Open(context, source.Data, $"{name}-{source.Data.Name}", network, [.. Enumerable.Range(0, source.Data.All.Count).Select(crops)]);
}
