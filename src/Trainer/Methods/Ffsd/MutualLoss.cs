using VlDistill.Trainer.Losses;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.Ffsd;

/// <summary>Deep mutual learning (Zhang et al. 2018): every student learns the labels and what the others say, who are constants to it.</summary>
public static class MutualLoss
{
    /// <summary>Student i's KL part: T² / (m − 1) · Σ_{j ≠ i} KL(p_j ‖ p_i); 0 for a single student.</summary>
    /// <param name="logits">One (B, C) for each of the m students.</param>
    public static Tensor Of(IReadOnlyList<Tensor> logits, int student, double temperature)
    {
        var others = logits.Where((_, j) => j != student).Select(other => KlDivergence.Compute(logits[student], other, temperature)).ToArray();
        return others.Length == 0 ? zeros([]) : others.Aggregate((a, b) => a + b) / others.Length;
    }

    /// <summary>Terms <c>student1.classes</c>, <c>student1.mutual</c>, <c>student2.classes</c> … of all students.</summary>
    /// <param name="labels">int64 (B).</param>
    public static IReadOnlyList<LossTerm> Terms(IReadOnlyList<Tensor> logits, Tensor labels, double temperature) =>
        [.. logits.SelectMany((own, i) => (LossTerm[])[
            CropLoss.Compute(own, labels) with { Name = $"student{i + 1}.classes" },
            new LossTerm($"student{i + 1}.mutual", Of(logits, i, temperature))])];
}
