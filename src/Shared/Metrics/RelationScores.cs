using VlDistill.Datasets;

namespace VlDistill.Metrics;

/// <summary>Share of labelled relations among the 50 and the 100 best guesses of their pictures; NaN where nothing is labelled.</summary>
public readonly record struct Recall(double At50, double At100, int Relations);

/// <summary>Recall of relations over a set of pictures, for one number k of predicates per pair.</summary>
/// <param name="All">Over all labelled relations of all pictures (Lu et al. 2016).</param>
/// <param name="ZeroShot">Over those whose names training never showed together; nothing when the training set is not known.</param>
/// <param name="Predicates">Of each predicate that is labelled at all.</param>
/// <param name="Sources">By who says so, where relations tell (<see cref="Relation.Source"/>).</param>
public sealed record RelationScores(int PerPair, Recall All, Recall? ZeroShot, IReadOnlyDictionary<string, Recall> Predicates, IReadOnlyDictionary<string, Recall> Sources)
{
    /// <summary>k = 1, and more than any data set here has predicates: VRD has 70.</summary>
    public const int OnePerPair = 1, AllPerPair = 70;

    /// <summary>Mean over the predicates, so that rare ones count as much as frequent ones (Chen et al. 2019, there averaged per picture first).</summary>
    public Recall Mean => new(Average(r => r.At50), Average(r => r.At100), All.Relations);

    /// <param name="seen">Names that training shows together; null = not known.</param>
    public static RelationScores Of(IReadOnlyList<RelationSample> samples, int perPair, RelationMode mode, IReadOnlySet<Triple>? seen = null)
    {
        var lines = samples.SelectMany(sample =>
        {
            var (at50, at100) = (RelationRecall.Found(sample, 50, perPair, mode), RelationRecall.Found(sample, 100, perPair, mode));
            return sample.Truth.Select((truth, t) => (truth.Names, truth.Source, At50: at50[t], At100: at100[t]));
        }).ToList();
        return new RelationScores(perPair, Count(lines), seen is null ? null : Count(lines.Where(l => !seen.Contains(l.Names))),
            lines.GroupBy(l => l.Names.Predicate).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, Count),
            lines.Where(l => l.Source is not null).GroupBy(l => l.Source!).OrderBy(g => g.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, Count));

        static Recall Count(IEnumerable<(Triple, string?, bool At50, bool At100)> lines)
        {
            var list = lines.ToList();
            return list.Count == 0 ? new Recall(double.NaN, double.NaN, 0) : new Recall(list.Count(l => l.At50) / (double)list.Count, list.Count(l => l.At100) / (double)list.Count, list.Count);
        }
    }

    /// <summary>Figures by name, for JSON output.</summary>
    public IReadOnlyDictionary<string, double> Named
    {
        get
        {
            var figures = new Dictionary<string, double>();
            Add("", All);
            Add("mean ", Mean);
            if (ZeroShot is { } unseen) Add("zero-shot ", unseen);
            foreach (var (source, recall) in Sources) Add($"{source} ", recall);
            return figures;

            void Add(string prefix, Recall recall) => (figures[$"{prefix}R@50 k={PerPair}"], figures[$"{prefix}R@100 k={PerPair}"]) = (recall.At50, recall.At100);
        }
    }

    private double Average(Func<Recall, double> figure) => Predicates.Values.Select(figure).DefaultIfEmpty(double.NaN).Average();
}
