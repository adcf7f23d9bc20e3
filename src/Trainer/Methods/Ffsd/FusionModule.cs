using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.Ffsd;

/// <summary>What the common students know together: the fused map F_f (B, C, h, w) and its logits (B, K).</summary>
public sealed record Fused(Tensor Map, Tensor Logits);

/// <summary>FFSD's fusion (Li et al. 2022, section III-D): concatenated last maps (B, mC, h, w) → depthwise 3×3 → 1×1 to C → mean → classifier.</summary>
public sealed class FusionModule : nn.Module<Tensor, Fused>
{
    private readonly NormedConvolution depthwise, pointwise;
    private readonly Linear classes;

    public FusionModule(int channels, int students, int classCount) : base(nameof(FusionModule))
    {
        depthwise = new NormedConvolution(channels * students, channels * students, 3, depthwise: true);
        pointwise = new NormedConvolution(channels * students, channels, 1);
        classes = nn.Linear(channels, classCount);
        RegisterComponents();
    }

    public override Fused forward(Tensor maps)
    {
        var map = pointwise.call(depthwise.call(maps));
        return new Fused(map, classes.call(map.mean([2, 3])));
    }
}
