using System.Numerics.Tensors;

namespace VlDistill.Inference;

/// <summary>How well regions fit names, from cosines alone (Gu et al. 2022, section 3.4: ViLD-ensemble).</summary>
public static class OpenVocabularyScores
{
    /// <summary>How much the head that was supervised counts: the text head for base names, the image head for others (λ = 2/3).</summary>
    public const double Trusted = 2.0 / 3;

    /// <summary>Places of a picture that are named where every detection counts, the likeliest to hold something.</summary>
    public const int MostPlaces = 40;

    /// <summary>Boxes of one name that overlap more are one thing.</summary>
    public const float MostOverlap = 0.5f;

    /// <summary>A detection's score: the geometric mean of how sure the detector is that something is there, and how well it fits the name.</summary>
    public static float Detection(float objectness, float fit) => MathF.Sqrt(objectness * fit);

    /// <summary>Probability in [0, 1] of each name for each region, row-major (R, P).</summary>
    /// <param name="text">Cosines of the text head's embeddings to the names, (R, P).</param>
    /// <param name="image">The same of the image head; empty for a single head, whose probabilities are the text head's.</param>
    /// <param name="background">Cosines of the text head's embeddings to the learned background, (R).</param>
    /// <param name="isBase">Which names the text head was trained on, (P).</param>
    /// <param name="scale">Of the cosines before the softmax: 100 in ViLD.</param>
    public static float[] Of(ReadOnlySpan<float> text, ReadOnlySpan<float> image, ReadOnlySpan<float> background, IReadOnlyList<bool> isBase, float scale)
    {
        var names = isBase.Count;
        var scores = new float[text.Length];
        if (names == 0) return scores;
        var (said, seen) = (new float[names + 1], new float[names]);
        for (var r = 0; r < background.Length; r++)
        {
            text.Slice(r * names, names).CopyTo(said);
            said[names] = background[r];
            Softmax(said, scale);
            var row = scores.AsSpan(r * names, names);
            said.AsSpan(0, names).CopyTo(row);
            if (image.IsEmpty) continue;
            image.Slice(r * names, names).CopyTo(seen);
            Softmax(seen, scale);
            // The image head learned no background: it tells names apart, and leaves to the text head whether there is any of them.
            for (var p = 0; p < names; p++)
            {
                var share = isBase[p] ? Trusted : 1 - Trusted;
                row[p] = (float)(Math.Pow(row[p], share) * Math.Pow(seen[p], 1 - share));
            }
        }
        return scores;
    }

    private static void Softmax(Span<float> values, float scale)
    {
        TensorPrimitives.Multiply(values, scale, values);
        // The library's softmax overflows where exponents are large.
        TensorPrimitives.Subtract(values, TensorPrimitives.Max<float>(values), values);
        TensorPrimitives.SoftMax(values, values);
    }
}
