namespace VlDistill.Metrics;

/// <summary>One picture's candidate and its references, each a list of evaluation tokens.</summary>
/// <remarks>Tokens come from <see cref="Text.EvaluationTokenizer"/>, or are already tokenised in a published fixture.</remarks>
public sealed record CaptionSample(string[] Candidate, IReadOnlyList<string[]> References)
{
    /// <summary>Tokenises raw sentences.</summary>
    public static CaptionSample FromText(string candidate, IEnumerable<string> references) =>
        new(Text.EvaluationTokenizer.Tokenize(candidate), [.. references.Select(Text.EvaluationTokenizer.Tokenize)]);
}

/// <summary>A corpus value and one value per sample, in the samples' order.</summary>
public sealed record MetricResult(double Corpus, double[] PerSample);
