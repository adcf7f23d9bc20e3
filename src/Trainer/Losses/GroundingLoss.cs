using static TorchSharp.torch;

namespace VlDistill.Trainer.Losses;

/// <summary>Words look at the regions they name, taught by what a detector calls its boxes (weak supervision of attention, Liu et al. 2017, Attention Correctness in Neural Image Captioning).</summary>
public static class GroundingLoss
{
    // A word that looks elsewhere altogether costs −log ε, not infinity.
    private const double Epsilon = 1e-4;

    /// <summary>
    /// Term <c>grounding</c>: −log of the attention that a word gives to all regions of its name together, mean over the words that have some, 0 without any.
    /// </summary>
    /// <param name="attention">The first layer's (B, H, R+T, R+T), regions first; half of its heads are taught, the others look where they like.</param>
    /// <param name="named">1 where a word names a region, else 0 (B, T, R).</param>
    /// <param name="weight">Factor in the total.</param>
    public static LossTerm Compute(Tensor attention, Tensor named, double weight)
    {
        var (words, regions) = (named.shape[1], named.shape[2]);
        var taught = attention.narrow(1, 0, Math.Max(1, attention.shape[1] / 2)).narrow(2, regions, words).narrow(3, 0, regions).mean([1L]);
        var grounded = named.amax(2);
        return new LossTerm("grounding", -(((taught * named).sum(2) + Epsilon).log() * grounded).sum() / grounded.sum().clamp_min(1), weight);
    }
}
