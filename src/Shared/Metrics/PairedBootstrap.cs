namespace VlDistill.Metrics;

/// <summary>A difference of two means with the interval that resampling gives it.</summary>
/// <param name="Difference">First mean − second mean, in the metric's own unit.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Relative">The difference as a share of the second mean; null when that is 0.</param>
public sealed record PairedDifference(double Difference, double Low, double High, double? Relative);

/// <summary>Bootstrap interval of the difference of two systems on the same samples (Koehn, "Statistical Significance Tests for Machine Translation Evaluation", 2004).</summary>
/// <remarks>
/// The corpus value must be the mean of the samples' values. CIDEr-D is, with document frequencies taken once from the whole
/// reference set, so that resampling means is exact and needs no second scoring.
/// </remarks>
public static class PairedBootstrap
{
    /// <summary>Percentile interval over resampled pictures; with several runs a picture's value is its mean over the runs.</summary>
    /// <param name="first">Runs × samples.</param>
    /// <param name="second">Runs × samples, the same samples in the same order; the number of runs may differ.</param>
    /// <param name="confidence">Share of resamples inside the interval.</param>
    /// <exception cref="ArgumentException">The runs have different numbers of samples, or none.</exception>
    public static PairedDifference Compare(IReadOnlyList<double[]> first, IReadOnlyList<double[]> second, int resamples = 5000, double confidence = 0.95, int seed = 1)
    {
        var (a, b) = (MeanOfRuns(first), MeanOfRuns(second));
        if (a.Length != b.Length) throw new ArgumentException($"{a.Length} and {b.Length} samples cannot be paired", nameof(second));
        var differences = new double[a.Length];
        for (var i = 0; i < a.Length; i++) differences[i] = a[i] - b[i];

        var random = new Random(seed);
        var means = new double[resamples];
        for (var r = 0; r < resamples; r++)
        {
            var sum = 0.0;
            for (var i = 0; i < differences.Length; i++) sum += differences[random.Next(differences.Length)];
            means[r] = sum / differences.Length;
        }
        Array.Sort(means);
        var tail = (1 - confidence) / 2;
        var (difference, reference) = (differences.Average(), b.Average());
        return new PairedDifference(difference, Quantile(means, tail), Quantile(means, 1 - tail), reference == 0 ? null : difference / reference);
    }

    private static double[] MeanOfRuns(IReadOnlyList<double[]> runs)
    {
        if (runs.Count == 0 || runs[0].Length == 0) throw new ArgumentException("there is nothing to compare", nameof(runs));
        if (runs.Any(r => r.Length != runs[0].Length)) throw new ArgumentException("runs have different numbers of samples", nameof(runs));
        return [.. Enumerable.Range(0, runs[0].Length).Select(i => runs.Average(r => r[i]))];
    }

    /// <summary>Linear between the two nearest order statistics.</summary>
    private static double Quantile(double[] sorted, double share)
    {
        var at = share * (sorted.Length - 1);
        var below = (int)at;
        return below + 1 < sorted.Length ? sorted[below] + (at - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
    }
}
