namespace VlDistill.Metrics;

/// <summary>BLEU-1..4 with the closest reference length, as the COCO caption scorer computes it (Papineni et al. 2002).</summary>
public static class Bleu
{
    // The scorer's own guards against 0/0; golden values depend on them.
    private const double Tiny = 1e-15;
    private const double Small = 1e-9;

    /// <summary>Four results: BLEU-1, -2, -3, -4. The corpus value sums the counts, it is not the mean over samples.</summary>
    public static MetricResult[] Score(IReadOnlyList<CaptionSample> samples)
    {
        var perSample = Enumerable.Range(0, NGrams.MaxOrder).Select(_ => new double[samples.Count]).ToArray();
        var totals = new Tally();
        for (var i = 0; i < samples.Count; i++)
        {
            var tally = Compare(samples[i]);
            totals.Add(tally);
            var values = tally.Values();
            for (var order = 0; order < NGrams.MaxOrder; order++) perSample[order][i] = values[order];
        }
        var corpus = samples.Count == 0 ? new double[NGrams.MaxOrder] : totals.Values();
        return [.. perSample.Select((values, order) => new MetricResult(corpus[order], values))];
    }

    private static Tally Compare(CaptionSample sample)
    {
        var tally = new Tally { Length = sample.Candidate.Length };
        tally.ReferenceLength = sample.References
            .Select(r => r.Length).OrderBy(l => Math.Abs(l - tally.Length)).ThenBy(l => l).FirstOrDefault();
        var references = sample.References.Select(NGrams.Count).ToArray();
        var candidate = NGrams.Count(sample.Candidate);
        for (var order = 0; order < NGrams.MaxOrder; order++)
        {
            tally.Guesses[order] = Math.Max(0, sample.Candidate.Length - order);
            foreach (var (gram, count) in candidate[order])
                tally.Correct[order] += Math.Min(count, references.Max(r => r[order].GetValueOrDefault(gram)));
        }
        return tally;
    }

    private sealed class Tally
    {
        public readonly double[] Guesses = new double[NGrams.MaxOrder];
        public readonly double[] Correct = new double[NGrams.MaxOrder];
        public double Length;
        public double ReferenceLength;

        public void Add(Tally other)
        {
            for (var order = 0; order < NGrams.MaxOrder; order++)
            {
                Guesses[order] += other.Guesses[order];
                Correct[order] += other.Correct[order];
            }
            Length += other.Length;
            ReferenceLength += other.ReferenceLength;
        }

        public double[] Values()
        {
            var ratio = (Length + Tiny) / (ReferenceLength + Small);
            var brevity = ratio < 1 ? Math.Exp(1 - 1 / ratio) : 1;
            var values = new double[NGrams.MaxOrder];
            var product = 1.0;
            for (var order = 0; order < NGrams.MaxOrder; order++)
            {
                product *= (Correct[order] + Tiny) / (Guesses[order] + Small);
                values[order] = Math.Pow(product, 1.0 / (order + 1)) * brevity;
            }
            return values;
        }
    }
}
