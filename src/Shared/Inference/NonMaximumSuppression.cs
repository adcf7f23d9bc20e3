using VlDistill.Regions;

namespace VlDistill.Inference;

/// <summary>Thins out a detector's candidates: of boxes of one class that overlap, only the best stays.</summary>
public static class NonMaximumSuppression
{
    /// <summary>Greedy, class-aware; the result is best first.</summary>
    /// <param name="candidates">In any order.</param>
    /// <param name="scoreThreshold">Least score that counts.</param>
    /// <param name="iou">Boxes of one class with a larger IoU are one thing.</param>
    /// <param name="most">Boxes kept at most.</param>
    public static IReadOnlyList<Region> Apply(IEnumerable<Region> candidates, float scoreThreshold, float iou, int most)
    {
        var kept = new List<Region>();
        foreach (var candidate in candidates.Where(c => c.Score >= scoreThreshold).OrderByDescending(c => c.Score))
        {
            if (kept.Count >= most) break;
            if (!kept.Any(k => k.Label == candidate.Label && k.Box.IoU(candidate.Box) > iou)) kept.Add(candidate);
        }
        return kept;
    }
}
