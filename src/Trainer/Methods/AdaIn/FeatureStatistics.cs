using TorchSharp;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.AdaIn;

/// <summary>Mean and standard deviation of every channel over space, (B, C, 1, 1) each; the deviation divides by n.</summary>
public sealed record FeatureStatistics(Tensor Mean, Tensor Deviation)
{
    /// <summary>ε of the normalisation.</summary>
    public const double Epsilon = 1e-5;

    /// <param name="map">(B, C, h, w); a constant channel has deviation <see cref="Epsilon"/> and passes it no gradient.</param>
    public static FeatureStatistics Of(Tensor map)
    {
        var mean = map.mean([2, 3], keepdim: true);
        // The root's slope at 0 is infinite: below the margin the deviation is taken as constant.
        return new FeatureStatistics(mean, (map - mean).square().mean([2, 3], keepdim: true).clamp_min(Epsilon * Epsilon).sqrt());
    }

    /// <summary>AdaIN (Huang and Belongie 2017): the map in its own pattern but with these means and deviations; the gradient reaches both.</summary>
    /// <param name="map">(B, C, h, w) with this record's batch and channels; any size.</param>
    public Tensor Apply(Tensor map)
    {
        var own = Of(map);
        return Deviation * (map - own.Mean) / (own.Deviation + Epsilon) + Mean;
    }
}
