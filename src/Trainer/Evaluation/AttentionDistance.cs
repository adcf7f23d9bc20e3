namespace VlDistill.Trainer.Evaluation;

/// <summary>How differently two networks look: mean squared error and Jensen–Shannon divergence of rows of attention.</summary>
public sealed class AttentionDistance
{
    private readonly Lock gate = new();
    private double squares, divergence;
    private long entries, rows;

    /// <summary>Mean squared difference of single attention weights.</summary>
    public double MeanSquared => entries > 0 ? squares / entries : 0;

    /// <summary>Mean Jensen–Shannon divergence in bits, each row scaled to sum to 1: 0 = the same, 1 = nothing in common.</summary>
    public double JensenShannon => rows > 0 ? divergence / rows : 0;

    /// <summary>Adds one row: what two heads give the same regions. Any thread may call it.</summary>
    public void Add(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        double square = 0, sumFirst = 0, sumSecond = 0, bits = 0;
        for (var i = 0; i < first.Length; i++)
        {
            square += ((double)first[i] - second[i]) * ((double)first[i] - second[i]);
            sumFirst += first[i];
            sumSecond += second[i];
        }
        for (var i = 0; i < first.Length && sumFirst > 0 && sumSecond > 0; i++)
        {
            double p = first[i] / sumFirst, q = second[i] / sumSecond, mean = (p + q) / 2;
            if (p > 0) bits += p * Math.Log2(p / mean) / 2;
            if (q > 0) bits += q * Math.Log2(q / mean) / 2;
        }
        lock (gate)
        {
            squares += square;
            divergence += bits;
            entries += first.Length;
            rows++;
        }
    }
}
