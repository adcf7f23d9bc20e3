using VlDistill.Trainer.Losses;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.DistillVlm;

/// <summary>L_att of DistillVLM (Fang et al. 2021, section 3.3): where student and teacher look.</summary>
public static class AttentionLoss
{
    /// <summary>Term <c>attention</c>: mean over layer pairs and heads of Σ mm·(A^S − A^T)² / Σ mm, with mm = m_i·m_j.</summary>
    /// <param name="student">Per layer pair (B, H, N, N), rows are distributions.</param>
    /// <param name="teacher">The same shapes; gets no gradient.</param>
    /// <param name="real">m, (B, N): 1 for tokens that both networks have, 0 for padding.</param>
    /// <param name="weight">α.</param>
    /// <remarks>Pairs the mask forbids have probability 0 in both and count in the denominator only.</remarks>
    public static LossTerm Compute(IReadOnlyList<Tensor> student, IReadOnlyList<Tensor> teacher, Tensor real, double weight = 1)
    {
        var pairs = (real.unsqueeze(2) * real.unsqueeze(1)).unsqueeze(1); // (B, 1, N, N)
        var count = pairs.sum() * student[0].shape[1];
        var layers = student.Zip(teacher).Select(p => ((p.First - p.Second.detach()) * pairs).square().sum() / count);
        return new LossTerm("attention", layers.Aggregate((a, b) => a + b) / student.Count, weight);
    }
}
