namespace VlDistill.Inference;

/// <summary>One generated word, its natural log probability, and where the network looked while it chose it.</summary>
/// <param name="Text">The word as it stands in the vocabulary.</param>
/// <param name="LogProbability">Natural logarithm, given the words before.</param>
/// <param name="Attention">Layers × heads × region tokens, row-major; each (layer, head) row is the part of the softmax that fell on regions.</param>
public readonly record struct CaptionWord(string Text, float LogProbability, float[] Attention)
{
    /// <summary>Attention rollout: one weight per region token, summing to 1; greedy decoding only, else empty.</summary>
    public float[] Rollout { get; init; } = [];
}

/// <summary>A finished or growing sentence.</summary>
public sealed record Caption(IReadOnlyList<CaptionWord> Words, float LogProbability)
{
    /// <summary>The sentence as people read it.</summary>
    public string Text => string.Join(' ', Words.Select(w => w.Text));
}

/// <summary>How to search for a sentence.</summary>
/// <param name="Beam">Hypotheses kept; 1 is greedy.</param>
/// <param name="MaxWords">Longest sentence, the end mark not counted.</param>
/// <param name="LengthPenalty">A finished hypothesis scores log p / words^penalty.</param>
/// <param name="RegionStates">Whether to tell what the model made of the regions as well; for comparing models.</param>
public sealed record DecodingOptions(int Beam = 1, int MaxWords = 20, float LengthPenalty = 0.7f, bool RegionStates = false);
