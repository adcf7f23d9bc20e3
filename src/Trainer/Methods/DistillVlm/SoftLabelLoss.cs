using VlDistill.Trainer.Losses;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.DistillVlm;

/// <summary>L_cls of DistillVLM (Fang et al. 2021, section 3.3): the teacher's probabilities as labels.</summary>
/// <remarks>Term <c>classes</c> = −Σ p^T · log softmax(z^S/τ_d), times τ_d² so that its gradient keeps its size when τ_d changes (Hinton et al. 2015).</remarks>
public static class SoftLabelLoss
{
    /// <summary>Over the words the teacher finds likeliest; its other words count as impossible.</summary>
    /// <param name="logits">(B, T, V).</param>
    /// <param name="words">(B, T, k) int64.</param>
    /// <param name="probabilities">The teacher's at τ_d, (B, T, k), with sum 1, or 0 at places without a target.</param>
    /// <param name="temperature">τ_d.</param>
    /// <param name="weight">γ.</param>
    public static LossTerm Words(Tensor logits, Tensor words, Tensor probabilities, double temperature = 1, double weight = 1)
    {
        var scaled = Cool(logits, temperature);
        var places = probabilities.sum(2); // (B, T): 1 or 0
        var likelihood = (probabilities * scaled.gather(2, words)).sum(2) - places * scaled.logsumexp(2);
        return new LossTerm("classes", likelihood.sum() * (-temperature * temperature) / places.sum().clamp_min(1), weight);
    }

    /// <summary>Over all classes of a classifier; logits and the teacher's probabilities at τ_d both (S, C).</summary>
    public static LossTerm Classes(Tensor logits, Tensor probabilities, double temperature = 1, double weight = 1) =>
        new("classes", (probabilities * Cool(logits, temperature).log_softmax(1)).sum(1).mean() * (-temperature * temperature), weight);

    private static Tensor Cool(Tensor logits, double temperature) => temperature == 1 ? logits : logits / temperature;
}
