using static TorchSharp.torch;

namespace VlDistill.Trainer.Losses;

/// <summary>Multi-label loss: which caption words a picture deserves.</summary>
public static class TagLoss
{
    /// <summary>Term <c>tags</c>: binary cross-entropy, summed over words, mean over pictures. Logits and targets (B, T), targets in [0, 1].</summary>
    public static LossTerm Compute(Tensor logits, Tensor targets, double weight = 1) =>
        new("tags", nn.functional.binary_cross_entropy_with_logits(logits, targets, reduction: nn.Reduction.Sum) / logits.shape[0], weight);
}
