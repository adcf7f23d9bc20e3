using VlDistill.Datasets;

namespace VlDistill.Trainer.Methods.RelationBaselines;

/// <summary>
/// How probable a predicate is given the two names alone, counted over all ordered pairs of the training pictures, unrelated ones too (the strong baseline of
/// Zellers et al. 2018). Names that were rarely or never seen together lean on each name by itself, and those on all pairs.
/// </summary>
public sealed class FrequencyPrior
{
    /// <summary>Pairs that the less special count weighs as much as.</summary>
    private const double Smoothing = 1;

    private readonly IReadOnlyList<string> predicates;
    private readonly Dictionary<(string?, string?), Counts> counts = [];

    public FrequencyPrior(IEnumerable<RelationPicture> training, IReadOnlyList<string> predicates)
    {
        this.predicates = predicates;
        var numbers = predicates.Index().ToDictionary(p => p.Item, p => p.Index);
        foreach (var picture in training)
        {
            for (var s = 0; s < picture.Boxes.Count; s++)
                for (var o = 0; o < picture.Boxes.Count; o++)
                    if (s != o) Add(picture.Boxes[s].Name, picture.Boxes[o].Name, -1);
            foreach (var relation in picture.Relations)
                if (numbers.TryGetValue(relation.Predicate, out var predicate)) Add(picture.Boxes[relation.Subject].Name, picture.Boxes[relation.Object].Name, predicate);
        }
    }

    /// <summary>Probability of each predicate for a pair of these names; background has the rest.</summary>
    public double[] Of(string subject, string target)
    {
        var all = counts.GetValueOrDefault((null, null));
        var general = Enumerable.Range(0, predicates.Count).Select(p => all is null ? 0 : all.Predicates[p] / (double)Math.Max(1, all.Pairs)).ToArray();
        var (left, right) = (counts.GetValueOrDefault((subject, null)), counts.GetValueOrDefault((null, target)));
        var alone = general.Select((g, p) => ((left?.Predicates[p] ?? 0) + (right?.Predicates[p] ?? 0) + Smoothing * g) / ((left?.Pairs ?? 0) + (right?.Pairs ?? 0) + Smoothing)).ToArray();
        var together = counts.GetValueOrDefault((subject, target));
        return [.. alone.Select((a, p) => ((together?.Predicates[p] ?? 0) + Smoothing * a) / ((together?.Pairs ?? 0) + Smoothing))];
    }

    private void Add(string subject, string target, int predicate)
    {
        foreach (var key in (ReadOnlySpan<(string?, string?)>)[(subject, target), (subject, null), (null, target), (null, null)])
        {
            if (!counts.TryGetValue(key, out var found)) counts[key] = found = new Counts(new int[predicates.Count]);
            if (predicate < 0) found.Pairs++;
            else found.Predicates[predicate]++;
        }
    }

    private sealed record Counts(int[] Predicates)
    {
        public int Pairs { get; set; }
    }
}
