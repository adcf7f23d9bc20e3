using System.Numerics.Tensors;
using VlDistill.Inference;

namespace VlDistill.Demo.Vision;

/// <summary>Reduces a word's attention (layers × heads × region tokens) to one weight per region token.</summary>
public static class RegionAttention
{
    /// <summary>Mean over layers and heads, scaled so that the weights sum to 1; all 0 where a word has no attention.</summary>
    /// <param name="word">The word.</param>
    /// <param name="weights">One per region token; its length is the token count.</param>
    public static void Mean(CaptionWord word, Span<float> weights)
    {
        weights.Clear();
        Add(word, weights);
        Normalise(weights);
    }

    /// <summary>The mean over all words of a sentence, scaled so that the weights sum to 1.</summary>
    public static float[] MeanOf(IReadOnlyList<CaptionWord> words, int tokens)
    {
        float[] weights = new float[tokens];
        for (int i = 0; i < words.Count; i++) Add(words[i], weights);
        Normalise(weights);
        return weights;
    }

    /// <summary>Jensen–Shannon divergence of two attention distributions, base 2: 0 for the same look, 1 for nothing in common.</summary>
    /// <remarks>Lin, "Divergence Measures Based on the Shannon Entropy", 1991, eq. 4.1 with equal weights.</remarks>
    public static double Distance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        if (a.Length != b.Length) throw new ArgumentException($"{a.Length} and {b.Length} region tokens cannot be compared", nameof(b));
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            double p = a[i], q = b[i], mean = (p + q) / 2;
            if (p > 0) sum += p * Math.Log2(p / mean) / 2;
            if (q > 0) sum += q * Math.Log2(q / mean) / 2;
        }

        return Math.Clamp(sum, 0, 1);
    }

    private static void Add(CaptionWord word, Span<float> weights)
    {
        var attention = word.Attention;
        int maps = weights.Length == 0 ? 0 : attention.Length / weights.Length;
        for (int map = 0; map < maps; map++) TensorPrimitives.Add(weights, attention.AsSpan(map * weights.Length, weights.Length), weights);
    }

    private static void Normalise(Span<float> weights)
    {
        float sum = 0;
        foreach (float weight in weights) sum += weight;
        if (sum <= 0) return;
        foreach (ref float weight in weights) weight /= sum;
    }
}
