using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.Ffsd;

/// <summary>Where a map is active, as FFSD compares it (Li et al. 2022, equation 6; after Zagoruyko and Komodakis 2017).</summary>
public static class AttentionMap
{
    /// <summary>A(F) = mean_c F²: (B, C, h, w) → (B, h·w).</summary>
    public static Tensor Of(Tensor map) => map.square().mean([1]).flatten(1);

    /// <summary>norm(x) = x / ‖x‖ per sample: (B, …) → (B, n); a sample that is 0 everywhere stays 0.</summary>
    public static Tensor Unit(Tensor values) => nn.functional.normalize(values.flatten(1), dim: 1);

    /// <summary>att(x, y) = mean (norm(x) − norm(y))² over samples and places; both (B, …) of as many values. No gradient enters <paramref name="target"/>.</summary>
    public static Tensor Distance(Tensor values, Tensor target) => (Unit(values) - Unit(target.detach())).square().mean();
}
