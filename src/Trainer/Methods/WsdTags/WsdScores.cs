using TorchSharp;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.WsdTags;

/// <summary>How much each proposal shows each tag, S (B, R, T), and their sums over proposals, p (B, T), both in [0, 1].</summary>
public sealed record WsdScores(Tensor Regions, Tensor Picture)
{
    /// <summary>Outside every softmax, yet finite: a picture without any proposal gives 0 and not NaN.</summary>
    private const float Outside = -1e9f;

    /// <summary><c>S = softmax over tags of M^c ⊙ softmax over proposals of M^d</c>, <c>p = Σ_r S</c> (Liu et al. 2018, section 3.1).</summary>
    /// <param name="present">(B, R), 1 for proposals and 0 for padding.</param>
    /// <param name="temperature">Divides both branches' logits: 1 in training, 0.5 for the student's targets.</param>
    public static WsdScores Of(WsdOutput output, Tensor present, double temperature = 1)
    {
        var real = present.unsqueeze(2);
        var classes = (output.Classes / temperature).softmax(2);
        var places = (output.Places / temperature + (1 - real) * Outside).softmax(1);
        var regions = classes * places * real;
        return new WsdScores(regions, regions.sum(1));
    }
}
