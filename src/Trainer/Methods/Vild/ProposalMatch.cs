using VlDistill.Metrics;
using VlDistill.Regions;

namespace VlDistill.Trainer.Methods.Vild;

/// <summary>What the text branch is told about a region: the class of the labelled box it overlaps most, or background.</summary>
public static class ProposalMatch
{
    /// <summary>Least IoU with a labelled box of its class.</summary>
    public const float LeastOverlap = 0.5f;

    /// <summary>One target per region: <see cref="VildLosses.Background"/>, the class's place in <paramref name="classes"/> + 1, or <see cref="VildLosses.Ignored"/> on a crowd.</summary>
    /// <param name="classes">Label → place among the classes of the loss.</param>
    public static long[] Of(IReadOnlyList<Box> regions, IReadOnlyList<TruthBox> truth, IReadOnlyDictionary<int, int> classes) =>
        [.. regions.Select(region =>
        {
            var (best, overlap) = (default(TruthBox), 0f);
            foreach (var box in truth)
                if (box.Box.IoU(region) is var iou && iou > overlap) (best, overlap) = (box, iou);
            return overlap < LeastOverlap ? VildLosses.Background : best.Crowd ? VildLosses.Ignored : classes[best.Label] + 1;
        })];
}
