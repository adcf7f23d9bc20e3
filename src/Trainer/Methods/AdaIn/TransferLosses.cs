using TorchSharp;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.AdaIn;

/// <summary>What a student's map or logits lack to the teacher's, each way of transfer's own measure: scalars, means over pictures.</summary>
public static class TransferLosses
{
    /// <summary>Σ_c (μ_s − μ_t)² + (σ_s − σ_t)² (Yang et al. 2020). Maps (B, C, h, w), the teacher's a constant.</summary>
    public static Tensor Statistics(Tensor student, Tensor teacher)
    {
        var (mine, theirs) = (FeatureStatistics.Of(student), FeatureStatistics.Of(teacher.detach()));
        return ((mine.Mean - theirs.Mean).square() + (mine.Deviation - theirs.Deviation).square()).sum() / student.shape[0];
    }

    /// <summary>‖T_{&gt;l}(AdaIN(F_t; F_s)) − T_{&gt;l}(F_t)‖² (Yang et al. 2020): what the rest of the teacher says to its own map with the student's statistics.</summary>
    /// <param name="student">F_s (B, C, h, w).</param>
    /// <param name="teacher">F_t (B, C, h', w').</param>
    /// <param name="said">T_{&gt;l}(F_t) (B, K).</param>
    /// <param name="rest">T_{&gt;l}, frozen but with gradients through it.</param>
    public static Tensor Verdict(Tensor student, Tensor teacher, Tensor said, Func<Tensor, Tensor> rest) =>
        (rest(FeatureStatistics.Of(student).Apply(teacher.detach())) - said.detach()).square().sum() / student.shape[0];

    /// <summary>Mean squared distance of maps of one shape (FitNets, Romero et al. 2015).</summary>
    public static Tensor Maps(Tensor student, Tensor teacher) => nn.functional.mse_loss(student, teacher.detach());

    /// <summary>Mean squared distance of F = mean_c x² over places, each of length 1 (Zagoruyko and Komodakis 2017). Channels may differ, places not.</summary>
    public static Tensor Attention(Tensor student, Tensor teacher)
    {
        return nn.functional.mse_loss(Activation(student), Activation(teacher.detach()));

        static Tensor Activation(Tensor map) => nn.functional.normalize(map.square().mean([1]).flatten(1), p: 2, dim: 1);
    }

    /// <summary>T² KL(p_t ‖ p_s) of probabilities softened by T (Hinton et al. 2015). Logits (B, K).</summary>
    public static Tensor Logits(Tensor student, Tensor teacher, double temperature)
    {
        var (mine, theirs) = ((student / temperature).log_softmax(1), (teacher.detach() / temperature).log_softmax(1));
        return temperature * temperature * (theirs.exp() * (theirs - mine)).sum() / student.shape[0];
    }
}
