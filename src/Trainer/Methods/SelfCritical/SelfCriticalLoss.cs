using VlDistill.Trainer.Losses;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.SelfCritical;

/// <summary>Policy gradient of sampled sentences (Rennie et al. 2017, equation 7) with the other samples' mean as baseline (Luo 2020).</summary>
public static class SelfCriticalLoss
{
    /// <summary>Rewards less the mean of the picture's other samples'; they sum to 0. A lone sample has nothing to be compared with: 0.</summary>
    public static double[] Advantages(IReadOnlyList<double> rewards)
    {
        var others = rewards.Count - 1;
        var sum = rewards.Sum();
        return [.. rewards.Select(r => others == 0 ? 0 : r - (sum - r) / others)];
    }

    /// <summary>Term <c>selfCritical</c>: −Σ advantage · log p(word) over the words' number.</summary>
    /// <param name="logits">(B, T, V).</param>
    /// <param name="targets">Sampled words (B, T) int64, 0 = padding.</param>
    /// <param name="advantages">(B, T): that of the sentence a place belongs to.</param>
    /// <param name="words">Targets that are not padding.</param>
    /// <param name="temperature">That the sentences were drawn at.</param>
    public static LossTerm Compute(Tensor logits, Tensor targets, Tensor advantages, int words, double temperature = 1)
    {
        var surprise = nn.functional.cross_entropy(logits.flatten(0, 1) / temperature, targets.flatten(), ignore_index: CaptionLoss.Padding, reduction: nn.Reduction.None);
        return new LossTerm("selfCritical", (surprise * advantages.flatten()).sum() / words);
    }
}
