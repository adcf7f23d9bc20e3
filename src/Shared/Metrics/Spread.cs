namespace VlDistill.Metrics;

/// <summary>Mean and sample standard deviation (n − 1) of the same figure over several seeds.</summary>
public readonly record struct Spread(double Mean, double Deviation, int Count)
{
    /// <summary>Of some values; the deviation of a single one is 0.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static Spread Of(IReadOnlyCollection<double> values)
    {
        if (values.Count == 0) throw new ArgumentException("no values have no mean", nameof(values));
        var mean = values.Average();
        var squares = values.Sum(v => (v - mean) * (v - mean));
        return new Spread(mean, values.Count > 1 ? Math.Sqrt(squares / (values.Count - 1)) : 0, values.Count);
    }
}
