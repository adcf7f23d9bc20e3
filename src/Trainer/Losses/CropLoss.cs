using static TorchSharp.torch;

namespace VlDistill.Trainer.Losses;

/// <summary>Loss of a network that says which object a crop shows.</summary>
public static class CropLoss
{
    /// <summary>Term <c>classes</c>: cross-entropy of logits (B, C) and classes (B) int64, mean over crops.</summary>
    public static LossTerm Compute(Tensor logits, Tensor classes) => new("classes", nn.functional.cross_entropy(logits, classes));
}
