using VlDistill.Demo.Diagnostics;

namespace VlDistill.Demo.Vision;

/// <summary>Median and 95th percentile (nearest rank) of the last 128 values: one lane adds, any may read; nothing is allocated.</summary>
public sealed class RollingPercentiles
{
    /// <summary>Most values kept.</summary>
    public const int Length = 128;

    private readonly double[] values = new double[Length];
    private readonly double[] sorted = new double[Length];
    private long added;
    private double p50;
    private double p95;

    /// <summary>0 before the first value.</summary>
    public double P50 => Volatile.Read(ref p50);

    /// <summary>0 before the first value.</summary>
    public double P95 => Volatile.Read(ref p95);

    public void Add(double value)
    {
        values[added++ % Length] = value;
        int count = (int)Math.Min(added, Length);
        values.AsSpan(0, count).CopyTo(sorted);
        Array.Sort(sorted, 0, count);
        Volatile.Write(ref p50, sorted[Rank(count, 0.5)]);
        Volatile.Write(ref p95, sorted[Rank(count, 0.95)]);
    }

    public DurationSummary Summarise() => new(Math.Round(P50, 2), Math.Round(P95, 2));

    private static int Rank(int count, double part) => Math.Clamp((int)Math.Ceiling(part * count) - 1, 0, count - 1);
}
