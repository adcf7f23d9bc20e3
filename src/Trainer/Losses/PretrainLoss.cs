using static TorchSharp.torch;

namespace VlDistill.Trainer.Losses;

/// <summary>Losses of pre-training (Oscar, Li et al. 2020, equations 2 and 3).</summary>
public static class PretrainLoss
{
    /// <summary>Term <c>maskedWords</c>: cross-entropy at the places that have a target (0 = none), mean over them, 0 without any; logits (B, T, V), targets (B, T).</summary>
    public static LossTerm MaskedWords(Tensor logits, Tensor targets) =>
        new("maskedWords", nn.functional.cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index: CaptionLoss.Padding, reduction: nn.Reduction.Sum) / targets.ne(0).sum().clamp_min(1), 1);

    /// <summary>Term <c>matching</c>: cross-entropy of "this caption is of this picture", logits (S, 2), matches (S) int64, 1 = yes.</summary>
    public static LossTerm Matching(Tensor logits, Tensor matches, double weight) => new("matching", nn.functional.cross_entropy(logits, matches), weight);
}
