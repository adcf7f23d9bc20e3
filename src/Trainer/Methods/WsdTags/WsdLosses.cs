using TorchSharp;
using VlDistill.Trainer.Losses;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.WsdTags;

/// <summary>The losses of Liu et al. (2018): the teacher's and both stages of the student's.</summary>
public static class WsdLosses
{
    /// <summary>Keeps logarithms finite; a sum of 0 or 1 is reached in single precision.</summary>
    private const double Margin = 1e-6;

    /// <summary>Term <c>picture</c>: cross-entropy of the teacher's sums over proposals, summed over tags, mean over pictures. Both (B, T) in [0, 1].</summary>
    public static LossTerm Picture(Tensor probabilities, Tensor labels) =>
        new("picture", CrossEntropy(probabilities.clamp(Margin, 1 - Margin), labels));

    /// <summary>Term <c>features</c>, stage 1: squared distance of teacher's and student's features of the same regions, mean over regions and channels.</summary>
    /// <param name="student">(B, R, d).</param>
    /// <param name="teacher">(B, R, d); a constant.</param>
    /// <param name="present">(B, R), 1 for proposals and 0 for padding; with none at all the term is 0.</param>
    public static LossTerm Features(Tensor student, Tensor teacher, Tensor present)
    {
        var distances = (student - teacher.detach()).square().mean([2]);
        return new LossTerm("features", (distances * present).sum() / present.sum().clamp_min(1));
    }

    /// <summary>Term <c>targets</c>, stage 2: cross-entropy of σ(z / T) against the teacher's probabilities, summed over tags, mean over pictures.</summary>
    /// <param name="logits">z (B, T).</param>
    /// <param name="teacher">p'_T (B, T) in [0, 1]; a constant.</param>
    public static LossTerm Targets(Tensor logits, Tensor teacher, double temperature, double weight = 1) =>
        TagLoss.Compute(logits / temperature, teacher.detach(), weight) with { Name = "targets" };

    private static Tensor CrossEntropy(Tensor probabilities, Tensor labels) =>
        -(labels * probabilities.log() + (1 - labels) * (1 - probabilities).log()).sum() / labels.shape[0];
}
