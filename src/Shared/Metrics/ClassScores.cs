namespace VlDistill.Metrics;

/// <summary>Figures of single-label classification, all in [0, 1].</summary>
/// <param name="Accuracy">Share of samples whose class was found.</param>
/// <param name="Recalls">The same share for every class; NaN where no sample has it.</param>
public sealed record ClassScores(double Accuracy, IReadOnlyList<double> Recalls)
{
    /// <summary>Mean of the recalls: every class counts alike, however frequent.</summary>
    public double MeanClassAccuracy => Recalls.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();

    /// <summary>Figures by name.</summary>
    public IReadOnlyDictionary<string, double> Named => new Dictionary<string, double> { ["accuracy"] = Accuracy, ["meanClassAccuracy"] = MeanClassAccuracy };

    /// <param name="predicted">Class of every sample, as found.</param>
    /// <param name="truth">The same, as it is.</param>
    public static ClassScores Of(IReadOnlyList<int> predicted, IReadOnlyList<int> truth, int classes)
    {
        if (predicted.Count != truth.Count) throw new ArgumentException($"{predicted.Count} predictions for {truth.Count} samples", nameof(predicted));
        var (right, all) = (new int[classes], new int[classes]);
        for (var i = 0; i < truth.Count; i++)
        {
            all[truth[i]]++;
            if (predicted[i] == truth[i]) right[truth[i]]++;
        }
        return new ClassScores(truth.Count > 0 ? (double)right.Sum() / truth.Count : double.NaN, [.. right.Zip(all, (r, n) => n > 0 ? (double)r / n : double.NaN)]);
    }
}
