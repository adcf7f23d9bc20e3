namespace VlDistill.Metrics;

/// <summary>ROUGE-L: F-measure of the longest common subsequence with β = 1.2, precision and recall each the best over the references (Lin 2004).</summary>
public static class RougeL
{
    private const double BetaSquared = 1.2 * 1.2;

    public static MetricResult Score(IReadOnlyList<CaptionSample> samples)
    {
        double[] perSample = [.. samples.Select(Score)];
        return new MetricResult(perSample.Length == 0 ? 0 : perSample.Average(), perSample);
    }

    private static double Score(CaptionSample sample)
    {
        double precision = 0, recall = 0;
        foreach (var reference in sample.References.Where(r => r.Length > 0 && sample.Candidate.Length > 0))
        {
            double common = CommonSubsequence(sample.Candidate, reference);
            precision = Math.Max(precision, common / sample.Candidate.Length);
            recall = Math.Max(recall, common / reference.Length);
        }
        return precision == 0 || recall == 0 ? 0 : (1 + BetaSquared) * precision * recall / (recall + BetaSquared * precision);
    }

    private static int CommonSubsequence(string[] a, string[] b)
    {
        var row = new int[b.Length + 1];
        foreach (var word in a)
        {
            var diagonal = 0;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = word == b[j - 1] ? diagonal + 1 : Math.Max(above, row[j - 1]);
                diagonal = above;
            }
        }
        return row[b.Length];
    }
}
