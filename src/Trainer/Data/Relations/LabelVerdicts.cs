using VlDistill.Datasets;

namespace VlDistill.Trainer.Data.Relations;

/// <summary>How many of the mined relations that somebody looked at are right.</summary>
public readonly record struct LabelPrecision(int Right, int Seen)
{
    /// <summary>NaN where nobody looked.</summary>
    public double Share => Seen == 0 ? double.NaN : Right / (double)Seen;
}

/// <summary>What somebody who looked at the pictures says of mined relations: lines of <see cref="MinedPair.Key"/>, a tab, and <c>right</c> or <c>wrong</c>; <c>#</c> begins a comment.</summary>
public sealed class LabelVerdicts(IReadOnlyDictionary<string, bool> verdicts)
{
    /// <exception cref="UserException">A line is neither right nor wrong, or two lines are about one pair; names it.</exception>
    public static LabelVerdicts Load(string path)
    {
        if (!File.Exists(path)) throw new UserException($"{path}: no such file");
        var found = new Dictionary<string, bool>();
        foreach (var (line, number) in File.ReadLines(path).Select((l, i) => (l.TrimEnd(), i + 1)).Where(l => l.Item1.Length > 0 && l.Item1[0] != '#'))
        {
            var tab = line.LastIndexOf('\t');
            var said = line[(tab + 1)..];
            if (tab < 0 || said is not ("right" or "wrong")) throw new UserException($"{path}: line {number} does not end in a tab and right or wrong");
            if (!found.TryAdd(line[..tab], said == "right")) throw new UserException($"{path}: line {number} is about a pair of an earlier line");
        }
        return new LabelVerdicts(found);
    }

    /// <summary>
    /// Precision of all pairs that somebody looked at, of each source, and of each predicate of a source. The sample gives rare predicates more room than they have among
    /// all pairs, so a source's <c>weighted</c> figure counts every predicate as often as it was mined.
    /// </summary>
    /// <param name="mined">All pairs of the set; verdicts on others are counted as <c>not mined</c>.</param>
    public IReadOnlyDictionary<string, double> Figures(IReadOnlyList<MinedPair> mined)
    {
        var seen = mined.Where(p => verdicts.ContainsKey(p.Key)).ToList();
        var figures = new Dictionary<string, double> { ["precision"] = Of(seen).Share, ["pairs"] = seen.Count, ["not mined"] = verdicts.Count - seen.Select(p => p.Key).Distinct().Count() };
        foreach (var source in seen.GroupBy(p => p.Source).OrderByDescending(s => s.Key == Relation.FromCaption))
        {
            (figures[$"{source.Key} precision"], figures[$"{source.Key} pairs"]) = (Of(source).Share, source.Count());
            var frequencies = mined.Where(p => p.Source == source.Key).CountBy(p => p.Names.Predicate).ToDictionary();
            var predicates = source.GroupBy(p => p.Names.Predicate).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).ToList();
            figures[$"{source.Key} precision, weighted"] = predicates.Sum(g => Of(g).Share * frequencies[g.Key]) / predicates.Sum(g => (double)frequencies[g.Key]);
            foreach (var predicate in predicates) figures[$"{source.Key} {predicate.Key} ({predicate.Count()} of {frequencies[predicate.Key]})"] = Of(predicate).Share;
        }
        return figures;
    }

    private LabelPrecision Of(IEnumerable<MinedPair> pairs)
    {
        var list = pairs.ToList();
        return new LabelPrecision(list.Count(p => verdicts[p.Key]), list.Count);
    }
}
