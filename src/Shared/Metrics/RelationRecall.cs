namespace VlDistill.Metrics;

/// <summary>What has to agree before a guess counts.</summary>
public enum RelationMode
{
    /// <summary>The boxes were given: they must be the same up to rounding (predicate detection, Lu et al. 2016).</summary>
    Predicate,

    /// <summary>The boxes were found: both must overlap with IoU ≥ 0.5 (relationship detection).</summary>
    Relation,
}

/// <summary>Which labelled relations of a picture are among its best guesses.</summary>
public static class RelationRecall
{
    /// <summary>Least IoU of found boxes; of given ones, which only rounding moves.</summary>
    public const float FoundOverlap = 0.5f, GivenOverlap = 0.9f;

    /// <summary>True at each labelled relation that one of the <paramref name="rank"/> best guesses finds; a guess finds at most one, the one it overlaps best.</summary>
    /// <param name="perPair">Predicates of each ordered pair of boxes that may take part, best first: 1, or all of them (k in Yu et al. 2017).</param>
    public static bool[] Found(RelationSample sample, int rank, int perPair, RelationMode mode)
    {
        var found = new bool[sample.Truth.Count];
        var least = mode == RelationMode.Predicate ? GivenOverlap : FoundOverlap;
        foreach (var guess in Best(sample.Predicted, rank, perPair))
        {
            var (best, at) = (least, -1);
            for (var t = 0; t < found.Length; t++)
            {
                if (found[t] || sample.Truth[t].Names != guess.Names) continue;
                var overlap = Math.Min(sample.Truth[t].Subject.IoU(guess.Subject), sample.Truth[t].Object.IoU(guess.Object));
                if (overlap >= best) (best, at) = (overlap, t);
            }
            if (at >= 0) found[at] = true;
        }
        return found;
    }

    /// <summary>The guesses that count, best first; equal scores keep their order.</summary>
    public static IEnumerable<ScoredRelation> Best(IEnumerable<ScoredRelation> predicted, int rank, int perPair)
    {
        var taken = new Dictionary<(string, Regions.Box, string, Regions.Box), int>();
        return predicted.OrderByDescending(p => p.Score).Where(p =>
        {
            var pair = (p.Names.Subject, p.Subject, p.Names.Object, p.Object);
            return (taken[pair] = taken.GetValueOrDefault(pair) + 1) <= perPair;
        }).Take(rank);
    }
}
