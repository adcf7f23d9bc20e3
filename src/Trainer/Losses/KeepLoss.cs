using TorchSharp;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Losses;

/// <summary>Holds fine-tuned features near those the network started with, so that it does not forget what the boxes do not teach.</summary>
public static class KeepLoss
{
    /// <summary>Term <c>keep</c>: squared distance relative to the initial map's mean square. Both (B, C, h, w); no gradient enters <paramref name="initial"/>.</summary>
    public static LossTerm Compute(Tensor features, Tensor initial, double weight = 1)
    {
        using var target = initial.detach();
        var scale = target.square().mean().ToDouble() + 1e-12;
        return new LossTerm("keep", (features - target).square().mean() / scale, weight);
    }
}
