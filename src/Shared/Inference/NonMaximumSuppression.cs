using VlDistill.Regions;

namespace VlDistill.Inference;

/// <summary>Thins out a detector's candidates: of boxes of one class that overlap, only the best stays.</summary>
public static class NonMaximumSuppression
{
    /// <summary>Greedy; the result is best first.</summary>
    /// <param name="candidates">In any order.</param>
    /// <param name="scoreThreshold">Least score that counts.</param>
    /// <param name="iou">Boxes of one class with a larger IoU are one thing.</param>
    /// <param name="most">Boxes kept at most.</param>
    /// <param name="acrossClasses">Whether boxes of different classes count as one thing too.</param>
    /// <param name="beside">Boxes that are there already: what overlaps them is left out, and they are not in the result.</param>
    public static IReadOnlyList<Region> Apply(IEnumerable<Region> candidates, float scoreThreshold, float iou, int most, bool acrossClasses = false, IReadOnlyList<Region>? beside = null)
    {
        beside ??= [];
        var kept = new List<Region>();
        foreach (var candidate in candidates.Where(c => c.Score >= scoreThreshold).OrderByDescending(c => c.Score))
        {
            if (kept.Count >= most) break;
            if (!beside.Any(Covers) && !kept.Any(Covers)) kept.Add(candidate);

            bool Covers(Region other) => (acrossClasses || other.Label == candidate.Label) && other.Box.IoU(candidate.Box) > iou;
        }
        return kept;
    }
}
