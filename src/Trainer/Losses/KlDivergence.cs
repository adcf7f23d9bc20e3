using static TorchSharp.torch;

namespace VlDistill.Trainer.Losses;

/// <summary>How far one classifier's probabilities are from another's.</summary>
public static class KlDivergence
{
    /// <summary>T² · KL(softmax(target / T) ‖ softmax(logits / T)), mean over samples; T² keeps the gradient's size when T changes (Hinton et al. 2015).</summary>
    /// <param name="logits">(B, K).</param>
    /// <param name="target">(B, K); gets no gradient.</param>
    public static Tensor Compute(Tensor logits, Tensor target, double temperature)
    {
        var wanted = (target.detach() / temperature).log_softmax(1);
        return (wanted.exp() * (wanted - (logits / temperature).log_softmax(1))).sum(1).mean() * (temperature * temperature);
    }
}
