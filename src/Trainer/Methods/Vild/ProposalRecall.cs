namespace VlDistill.Trainer.Methods.Vild;

/// <summary>How many labelled boxes the proposals find, whatever their class: an upper bound of every score that follows.</summary>
public static class ProposalRecall
{
    private const float LeastOverlap = 0.5f;
    private static readonly int[] counts = [10, 30, 40];

    /// <summary>Shares of a set's labelled test boxes of novel and of base classes that one of the best proposals overlaps by half.</summary>
    public static IEnumerable<(string Name, double Value)> Of(VildData data, VildSource source)
    {
        foreach (var (group, labels) in ((string, IReadOnlySet<int>)[])[("novel", data.Novel), ("base", data.Base)])
        {
            var boxes = source.Test.SelectMany(p => source.Boxes[p].Where(b => !b.Crowd && labels.Contains(b.Label)).Select(b => (Picture: p, b.Box))).ToArray();
            if (boxes.Length == 0) continue;
            foreach (var count in counts)
                yield return ($"{group} recall, {count} proposals", boxes.Average(b => source.Proposals(b.Picture).Take(count).Any(p => p.Box.IoU(b.Box) >= LeastOverlap) ? 1.0 : 0));
        }
    }
}
