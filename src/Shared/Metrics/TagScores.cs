namespace VlDistill.Metrics;

/// <summary>Figures of multi-label classification as its literature reports them (Wang et al., CNN-RNN, 2016; Chen et al., ML-GCN, 2019), all in [0, 1].</summary>
/// <param name="MeanAp">Mean of <paramref name="Precisions"/>.</param>
/// <param name="Threshold">F1 per class and overall of the tags with a score above 0.5.</param>
/// <param name="Top">The same for the three highest tags of each picture, whatever their scores.</param>
/// <param name="Precisions">Average precision of every tag; NaN where no picture has it.</param>
public sealed record TagScores(double MeanAp, TagF1 Threshold, TagF1 Top, IReadOnlyList<double> Precisions)
{
    /// <summary>Tags given to each picture in <see cref="Top"/>.</summary>
    public const int TopCount = 3;

    /// <summary>A tag is given where its score is above.</summary>
    internal const float Sure = 0.5f;

    /// <param name="scores">Pictures × tags, row-major.</param>
    /// <param name="truth">The same shape: whether the picture deserves the tag.</param>
    public static TagScores Of(float[] scores, bool[] truth, int tags)
    {
        if (tags <= 0 || scores.Length != truth.Length || scores.Length % tags != 0) throw new ArgumentException($"{scores.Length} scores and {truth.Length} labels are no rows of {tags} tags", nameof(scores));
        double[] precisions = [.. Enumerable.Range(0, tags).Select(tag => Precision(scores, truth, tags, tag))];
        double[] known = [.. precisions.Where(double.IsFinite)];
        return new TagScores(known.Length > 0 ? known.Average() : double.NaN,
            TagF1.Of([.. scores.Select(s => s > Sure)], truth, tags), TagF1.Of(Highest(scores, tags), truth, tags), precisions);
    }

    /// <summary>Figures by name, for JSON output.</summary>
    public IReadOnlyDictionary<string, double> Named => new Dictionary<string, double>
    {
        ["mAP"] = MeanAp,
        ["CF1"] = Threshold.PerClass,
        ["OF1"] = Threshold.Overall,
        [$"top-{TopCount} CF1"] = Top.PerClass,
        [$"top-{TopCount} OF1"] = Top.Overall,
    };

    /// <summary>Mean of the precisions at the ranks of the pictures that deserve the tag, not interpolated; equal scores keep the pictures' order.</summary>
    private static double Precision(float[] scores, bool[] truth, int tags, int tag)
    {
        var (hits, sum, rank) = (0, 0.0, 0);
        foreach (var picture in Enumerable.Range(0, scores.Length / tags).OrderByDescending(p => scores[p * tags + tag]))
        {
            rank++;
            if (truth[picture * tags + tag]) sum += ++hits / (double)rank;
        }
        return hits > 0 ? sum / hits : double.NaN;
    }

    private static bool[] Highest(float[] scores, int tags)
    {
        var chosen = new bool[scores.Length];
        for (var row = 0; row < scores.Length; row += tags)
            foreach (var tag in Enumerable.Range(0, tags).OrderByDescending(t => scores[row + t]).Take(TopCount)) chosen[row + tag] = true;
        return chosen;
    }
}
