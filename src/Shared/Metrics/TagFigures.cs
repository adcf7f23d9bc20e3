namespace VlDistill.Metrics;

/// <summary>How well one tag is told.</summary>
/// <param name="Pictures">Those that deserve it.</param>
/// <param name="Ap">Average precision; NaN where no picture deserves it.</param>
/// <param name="Precision">Of the pictures it was given with a score above 0.5; 0 where it was given to none.</param>
/// <param name="Recall">Of the pictures that deserve it; 0 where none does.</param>
/// <param name="F1">Harmonic mean of the two.</param>
public readonly record struct TagFigures(string Name, int Pictures, double Ap, double Precision, double Recall, double F1)
{
    /// <summary>Every tag, the best average precision first, those that no picture deserves last.</summary>
    public static IReadOnlyList<TagFigures> Of(TagMatch match, IReadOnlyList<string> tags)
    {
        var precisions = TagScores.Of(match.Scores, match.Truth, tags.Count).Precisions;
        return [.. tags.Select((name, tag) => One(name, tag, precisions[tag])).OrderByDescending(t => t.Ap)];

        TagFigures One(string name, int tag, double ap)
        {
            var (right, said, deserved) = (0, 0, 0);
            for (var i = tag; i < match.Scores.Length; i += tags.Count)
            {
                var given = match.Scores[i] > TagScores.Sure;
                (right, said, deserved) = (right + (given && match.Truth[i] ? 1 : 0), said + (given ? 1 : 0), deserved + (match.Truth[i] ? 1 : 0));
            }
            double precision = said > 0 ? (double)right / said : 0, recall = deserved > 0 ? (double)right / deserved : 0;
            return new TagFigures(name, deserved, ap, precision, recall, right > 0 ? 2 * precision * recall / (precision + recall) : 0);
        }
    }
}
