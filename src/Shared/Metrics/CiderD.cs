namespace VlDistill.Metrics;

/// <summary>CIDEr-D: TF-IDF cosine of n-grams with clipped counts and a Gaussian on the length (Vedantam et al. 2015, section 5).</summary>
/// <remarks>
/// As the reference scorer: idf = log N − log max(1, df), df counted once per picture over its references; the length in the
/// Gaussian (σ 6) is the number of bigrams; ×10; mean over n and over references. N and df come from the scored samples.
/// </remarks>
public static class CiderD
{
    /// <summary>Of the Gaussian on the difference in length, in words.</summary>
    public const double Sigma = 6;

    /// <summary>The largest value.</summary>
    public const double Scale = 10;

    public static MetricResult Score(IReadOnlyList<CaptionSample> samples)
    {
        var references = samples.Select(s => s.References.Select(NGrams.Count).ToArray()).ToArray();
        var idf = new InverseFrequency(references);
        var perSample = new double[samples.Count];
        for (var i = 0; i < perSample.Length; i++)
        {
            if (references[i].Length == 0) continue;
            var candidate = new Weighted(NGrams.Count(samples[i].Candidate), idf);
            perSample[i] = Scale * references[i].Average(r => candidate.Similarity(new Weighted(r, idf)));
        }
        return new MetricResult(perSample.Length == 0 ? 0 : perSample.Average(), perSample);
    }

    private sealed class InverseFrequency
    {
        private readonly Dictionary<string, int> pictures = [];
        private readonly double logCount;

        public InverseFrequency(Dictionary<string, int>[][][] references)
        {
            logCount = Math.Log(references.Length);
            foreach (var picture in references)
                foreach (var gram in picture.SelectMany(r => r).SelectMany(o => o.Keys).ToHashSet())
                    pictures[gram] = pictures.GetValueOrDefault(gram) + 1;
        }

        public double this[string gram] => logCount - Math.Log(Math.Max(1, pictures.GetValueOrDefault(gram)));
    }

    private sealed class Weighted
    {
        private readonly Dictionary<string, double>[] vectors = new Dictionary<string, double>[NGrams.MaxOrder];
        private readonly double[] norms = new double[NGrams.MaxOrder];
        private readonly int bigrams;

        public Weighted(Dictionary<string, int>[] counts, InverseFrequency idf)
        {
            for (var order = 0; order < NGrams.MaxOrder; order++)
            {
                vectors[order] = counts[order].ToDictionary(g => g.Key, g => g.Value * idf[g.Key]);
                norms[order] = Math.Sqrt(vectors[order].Values.Sum(v => v * v));
            }
            bigrams = counts[1].Values.Sum();
        }

        public double Similarity(Weighted reference)
        {
            double delta = bigrams - reference.bigrams;
            var sum = 0.0;
            for (var order = 0; order < NGrams.MaxOrder; order++)
            {
                var norm = norms[order] * reference.norms[order];
                if (norm == 0) continue;
                var dot = 0.0;
                foreach (var (gram, weight) in vectors[order])
                {
                    if (!reference.vectors[order].TryGetValue(gram, out var other)) continue;
                    dot += Math.Min(weight, other) * other;
                }
                sum += dot / norm;
            }
            return sum / NGrams.MaxOrder * Math.Exp(-delta * delta / (2 * Sigma * Sigma));
        }
    }
}
