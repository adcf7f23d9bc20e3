namespace VlDistill.Inference;

/// <summary>What a network thinks one box does to another.</summary>
/// <param name="Subject">Number of the box.</param>
/// <param name="Object">Number of the box.</param>
/// <param name="Predicates">Probability of each predicate; with <paramref name="Background"/> they sum to 1.</param>
/// <param name="Background">Probability that it does nothing of the list.</param>
/// <param name="Attention">Where the predicate looked, layers × heads × (<see cref="RelationModel.PairRegions"/> regions, then words), row-major.</param>
public sealed record PairScores(int Subject, int Object, float[] Predicates, float Background, float[] Attention)
{
    /// <summary>The likeliest predicate's number.</summary>
    public int Best => Predicates.AsSpan().IndexOf(Predicates.Max());

    /// <summary>Regions and words in a row of <see cref="Attention"/>.</summary>
    public int Tokens { get; init; } = RelationModel.PairRegions;
}

/// <summary>All pairs of a picture.</summary>
/// <param name="Pairs">Every ordered pair, subjects first in order; empty with fewer than two boxes.</param>
/// <param name="SubjectMasks">Where each box's name was looked for as a subject, boxes × rows × columns in [0, 1], rows are y; empty without mask attention.</param>
/// <param name="ObjectMasks">The same as an object.</param>
/// <param name="Rows">Of a mask.</param>
/// <param name="Columns">Of a mask.</param>
/// <param name="Milliseconds">Time it took.</param>
public sealed record RelatedPairs(IReadOnlyList<PairScores> Pairs, float[] SubjectMasks, float[] ObjectMasks, int Rows, int Columns, double Milliseconds)
{
    /// <summary>The pairs whose likeliest predicate reaches a probability, surest first.</summary>
    public IReadOnlyList<PairScores> Surest(float minimum, int most) =>
        [.. Pairs.Where(p => p.Predicates[p.Best] >= minimum).OrderByDescending(p => p.Predicates[p.Best]).Take(most)];
}
