using TorchSharp;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.AdaIn;

/// <summary>Middle and deviation of every channel over pictures and places, (1, C, 1, 1) each: a map in these units has them at 0 and 1.</summary>
/// <remarks>
/// The paper's teachers are batch-normalised. A trunk whose norms were folded has channels of very different sizes, of which the largest
/// would be all that a distance sees and which a student's connector would need many steps to reach.
/// </remarks>
public sealed record ChannelUnits(Tensor Middle, Tensor Deviation) : IDisposable
{
    private const double Least = 1e-3;

    /// <summary>Of maps (B, C, h, w).</summary>
    /// <param name="centred">False leaves the middle at 0, for maps that a rectifier keeps from being negative.</param>
    public static ChannelUnits Of(Tensor maps, bool centred)
    {
        var mean = maps.mean([0, 2, 3], keepdim: true);
        var deviation = (maps - mean).square().mean([0, 2, 3], keepdim: true).sqrt().clamp_min(Least);
        return new ChannelUnits((centred ? mean : zeros_like(mean)).DetachFromDisposeScope(), deviation.DetachFromDisposeScope());
    }

    /// <summary>From the network's units to these.</summary>
    public Tensor From(Tensor map) => (map - Middle) / Deviation;

    /// <summary>Back to the network's; the gradient goes through.</summary>
    public Tensor Back(Tensor map) => map * Deviation + Middle;

    public void Dispose()
    {
        Middle.Dispose();
        Deviation.Dispose();
    }
}
