using static TorchSharp.torch;

namespace VlDistill.Trainer.Losses;

/// <summary>Losses of an answer classifier.</summary>
public static class AnswerLoss
{
    /// <summary>Term <c>answer</c>: cross-entropy of logits (S, C) and classes (S) int64, mean over questions.</summary>
    public static LossTerm MostCommon(Tensor logits, Tensor classes) => new("answer", nn.functional.cross_entropy(logits, classes), 1);

    /// <summary>Term <c>answer</c>: binary cross-entropy of logits and soft scores (S, C), summed over answers, mean over questions (Oscar, Li et al. 2020, section 4).</summary>
    public static LossTerm SoftScores(Tensor logits, Tensor scores) =>
        new("answer", nn.functional.binary_cross_entropy_with_logits(logits, scores, reduction: nn.Reduction.Sum) / logits.shape[0], 1);
}
