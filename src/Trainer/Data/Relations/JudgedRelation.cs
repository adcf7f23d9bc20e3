using VlDistill.Datasets;
using VlDistill.Metrics;
using VlDistill.Regions;

namespace VlDistill.Trainer.Data.Relations;

/// <summary>What a network says most surely about one labelled pair of a picture, beside the label.</summary>
/// <param name="Said">The pair's likeliest predicate.</param>
/// <param name="Label">The label that agrees, or the pair's first.</param>
/// <param name="Other">What another network says of the pair; null where it says nothing.</param>
public sealed record JudgedRelation(string FileName, ScoredRelation Said, Relation Label, ScoredRelation? Other)
{
    public bool IsRight => Said.Names.Predicate == Label.Predicate;

    /// <summary>Of every picture the surest relation between two boxes whose relation captions say; where nobody says who says it, any labelled ones. Pictures without such a pair are left out.</summary>
    /// <param name="samples">Of the set's pictures, in their order.</param>
    /// <param name="others">Another network's, likewise; null = none.</param>
    public static IReadOnlyList<JudgedRelation> Surest(RelationSet labels, IReadOnlyList<RelationSample> samples, IReadOnlyList<RelationSample>? others)
    {
        var mined = labels.Pictures.Any(p => p.Relations.Any(r => r.Source is not null));
        return [.. labels.Pictures.SelectMany((picture, i) => picture.Relations.Where(r => !mined || r.Source == Relation.FromCaption)
            .GroupBy(r => (r.Subject, r.Object)).Select(pair => Judge(picture, [.. pair], samples[i], others?[i])).OfType<JudgedRelation>()
            .OrderByDescending(j => j.Said.Score).Take(1))];
    }

    /// <summary>As many right as wrong ones where there are, each evenly spaced from the surest to the least sure; right ones first.</summary>
    public static IReadOnlyList<JudgedRelation> Spread(IReadOnlyList<JudgedRelation> judged, int count)
    {
        var (right, wrong) = (Ranked(true), Ranked(false));
        var rights = Math.Min(right.Length, Math.Max((count + 1) / 2, count - wrong.Length));
        return [.. Evenly(right, rights), .. Evenly(wrong, Math.Min(wrong.Length, count - rights))];

        JudgedRelation[] Ranked(bool isRight) => [.. judged.Where(j => j.IsRight == isRight).OrderByDescending(j => j.Said.Score).ThenBy(j => j.FileName, StringComparer.Ordinal)];
    }

    private static IEnumerable<JudgedRelation> Evenly(JudgedRelation[] ranked, int count) =>
        Enumerable.Range(0, count).Select(i => ranked[count == 1 ? 0 : (int)((long)i * (ranked.Length - 1) / (count - 1))]);

    private static JudgedRelation? Judge(RelationPicture picture, Relation[] labels, RelationSample sample, RelationSample? other) =>
        Best(sample, picture, labels[0]) is { } said
            ? new JudgedRelation(picture.FileName, said, labels.FirstOrDefault(l => l.Predicate == said.Names.Predicate) ?? labels[0], other is null ? null : Best(other, picture, labels[0]))
            : null;

    private static ScoredRelation? Best(RelationSample sample, RelationPicture picture, Relation label)
    {
        var (from, to) = (picture.Boxes[label.Subject], picture.Boxes[label.Object]);
        return sample.Predicted.Where(p => p.Names.Subject == from.Name && p.Names.Object == to.Name && Same(p.Subject, from.Box) && Same(p.Object, to.Box))
            .OrderByDescending(p => p.Score).Select(p => (ScoredRelation?)p).FirstOrDefault();

        static bool Same(Box a, Box b) => a.IoU(b) >= RelationRecall.GivenOverlap;
    }
}
