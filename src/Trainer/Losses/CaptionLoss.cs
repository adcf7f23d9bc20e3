using static TorchSharp.torch;

namespace VlDistill.Trainer.Losses;

/// <summary>Next-word loss of a captioner.</summary>
public static class CaptionLoss
{
    /// <summary>Token id of padding in targets.</summary>
    public const long Padding = 0;

    /// <summary>Term <c>caption</c>: cross-entropy with label smoothing ε over the vocabulary, mean over the targets that are not padding.</summary>
    /// <param name="logits">(B, T, V).</param>
    /// <param name="targets">(B, T) int64, 0 = padding.</param>
    /// <param name="smoothing">ε in [0, 1).</param>
    /// <param name="weight">Factor in the total.</param>
    public static LossTerm Compute(Tensor logits, Tensor targets, double smoothing = 0.1, double weight = 1) =>
        new("caption", nn.functional.cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index: Padding, label_smoothing: smoothing), weight);
}
