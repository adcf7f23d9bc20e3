using TorchSharp;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.Ffsd;

/// <summary>Widens the leader's last map to the size of the concatenated common students': (B, C, h, w) → depthwise 3×3 → 1×1 → (B, mC, h, w).</summary>
/// <remarks>It learns with the leader but is no part of it: the leader is saved and run without.</remarks>
public sealed class TransFusion : nn.Module<Tensor, Tensor>
{
    private readonly NormedConvolution depthwise, pointwise;

    public TransFusion(int channels, int students) : base(nameof(TransFusion))
    {
        depthwise = new NormedConvolution(channels, channels, 3, depthwise: true);
        pointwise = new NormedConvolution(channels, channels * students, 1);
        RegisterComponents();
    }

    public override Tensor forward(Tensor map) => pointwise.call(depthwise.call(map));
}
