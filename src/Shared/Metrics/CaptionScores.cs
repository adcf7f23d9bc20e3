namespace VlDistill.Metrics;

/// <summary>The corpus figures of a set of captions.</summary>
public sealed record CaptionScores(double Bleu1, double Bleu2, double Bleu3, double Bleu4, double RougeL, double CiderD, int Images)
{
    /// <summary>Scores every sample with every caption metric.</summary>
    public static CaptionScores Of(IReadOnlyList<CaptionSample> samples)
    {
        var bleu = Bleu.Score(samples);
        return new CaptionScores(bleu[0].Corpus, bleu[1].Corpus, bleu[2].Corpus, bleu[3].Corpus,
            Metrics.RougeL.Score(samples).Corpus, Metrics.CiderD.Score(samples).Corpus, samples.Count);
    }

    /// <summary>Metric names as the literature writes them, for JSON output.</summary>
    public IReadOnlyDictionary<string, double> Named => new Dictionary<string, double>
    {
        ["BLEU-1"] = Bleu1,
        ["BLEU-2"] = Bleu2,
        ["BLEU-3"] = Bleu3,
        ["BLEU-4"] = Bleu4,
        ["ROUGE-L"] = RougeL,
        ["CIDEr-D"] = CiderD,
        ["images"] = Images,
    };
}
