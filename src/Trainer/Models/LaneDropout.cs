using TorchSharp;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Models;

/// <summary>Dropout that draws from the generator of its training lane, so that a step depends on seed, step and lane alone.</summary>
/// <remarks>
/// <c>torch.nn.Dropout</c> draws from the process-wide generator: with several lanes the draws would depend on thread timing and
/// a resumed run would differ from a straight one. The loop seeds each lane's generator anew before every step.
/// </remarks>
public sealed class LaneDropout(double probability) : nn.Module<Tensor, Tensor>(nameof(LaneDropout))
{
    private Generator? generator;

    /// <summary>Gives every dropout inside <paramref name="replica"/> the lane's generator.</summary>
    public static void Attach(nn.Module replica, Generator generator)
    {
        foreach (var module in replica.modules())
            if (module is LaneDropout dropout) dropout.generator = generator;
    }

    /// <summary>Keeps each element with probability 1 − p, scaled by 1/(1 − p), while training; otherwise the input itself. Any shape.</summary>
    public override Tensor forward(Tensor input)
    {
        if (!training || probability == 0) return input;
        using var keep = empty_like(input).bernoulli_(1 - probability, generator).div_(1 - probability);
        return input * keep;
    }
}
