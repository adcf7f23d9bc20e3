using VlDistill.Demo.Vision;
using VlDistill.Inference;

namespace VlDistill.Demo.Views;

/// <summary>One figure per layer and head for a word: the distance between two models, or how narrowly one model looks.</summary>
public sealed class HeadGrid
{
    private const int MostCells = 1024;
    private const int MostTokens = 1024;
    private readonly float[] cells = new float[MostCells];
    private readonly float[] masses = new float[MostCells];
    private readonly float[] left = new float[MostTokens];
    private readonly float[] right = new float[MostTokens];

    /// <summary>Rows and columns; 0 × 0 before the first word.</summary>
    public AttentionShape Shape { get; private set; }

    /// <summary>True where the cells are Jensen–Shannon distances of two models, false where they are one model's focus.</summary>
    public bool Compares { get; private set; }

    /// <summary>Distance (0 alike, 1 nothing in common), or focus: 1 − entropy / log tokens (0 looks everywhere, 1 at one place).</summary>
    public float this[int row, int column] => cells[row * Shape.Heads + column];

    /// <summary>The first model's part of the softmax that fell on regions, in [0, 1].</summary>
    public float Mass(int row, int column) => masses[row * Shape.Heads + column];

    /// <summary>Fills the grid; never allocates.</summary>
    /// <param name="a">The first model's word, or its absence.</param>
    /// <param name="shapeA">Its layers and heads.</param>
    /// <param name="b">The second model's word, if any.</param>
    /// <param name="shapeB">Its layers and heads.</param>
    /// <param name="tokens">Region tokens.</param>
    public void Fill(CaptionWord? a, AttentionShape shapeA, CaptionWord? b, AttentionShape shapeB, int tokens)
    {
        Shape = b is null ? shapeA : a is null ? shapeB : shapeA.Shared(shapeB);
        if (Shape.Layers * Shape.Heads > MostCells || tokens > MostTokens) Shape = default;
        Compares = a is not null && b is not null;
        var (first, firstShape) = a is { } word ? (word, shapeA) : (b.GetValueOrDefault(), shapeB);
        Span<float> p = left.AsSpan(0, tokens), q = right.AsSpan(0, tokens);
        for (int row = 0; row < Shape.Layers; row++)
            for (int column = 0; column < Shape.Heads; column++)
            {
                var choice = new MapChoice(Reduction.Mean, row, column);
                int cell = row * Shape.Heads + column;
                firstShape.Read(first, Shape, choice, p);
                masses[cell] = firstShape.Mass(first, Shape, row, column, tokens);
                if (Compares) shapeB.Read(b!.Value, Shape, choice, q);
                cells[cell] = Compares ? (float)RegionAttention.Distance(p, q) : Focus(p);
            }
    }

    private static float Focus(ReadOnlySpan<float> weights)
    {
        double entropy = 0;
        foreach (float weight in weights)
            if (weight > 0) entropy -= weight * Math.Log(weight);
        return weights.Length < 2 ? 0 : (float)Math.Clamp(1 - entropy / Math.Log(weights.Length), 0, 1);
    }
}
