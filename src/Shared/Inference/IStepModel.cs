namespace VlDistill.Inference;

/// <summary>A captioner in the middle of a sentence: one token per live hypothesis in, the next word's logits out.</summary>
/// <remarks>Holds the keys and values of one picture; made anew for every caption.</remarks>
public interface IStepModel : IDisposable
{
    /// <summary>Tokens the logits cover.</summary>
    int VocabularySize { get; }

    /// <summary>Length of the attention of one hypothesis: layers × heads × region tokens.</summary>
    int AttentionSize { get; }

    /// <summary>Feeds a token to each hypothesis.</summary>
    /// <param name="tokens">One token per hypothesis.</param>
    /// <param name="parents">For each hypothesis, which one of the previous call it continues; [0] in the first call.</param>
    /// <param name="position">0 for the begin mark, then 1, 2 …</param>
    /// <returns>Hypotheses × vocabulary, row-major, valid until the next call.</returns>
    ReadOnlySpan<float> Step(ReadOnlySpan<int> tokens, ReadOnlySpan<int> parents, int position);

    /// <summary>Copies where a hypothesis looked in the last step: layers × heads × region tokens.</summary>
    void ReadAttention(int hypothesis, Span<float> into);

    /// <summary>Attention rollout of the last step, one weight per region token; empty where it is not kept, as with several hypotheses.</summary>
    float[] Rollout => [];
}
