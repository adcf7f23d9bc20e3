using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.DistillVlm;

/// <summary>L_hid of DistillVLM (Fang et al. 2021, section 3.3): token states, told apart from those of other tokens.</summary>
public static class HiddenLoss
{
    /// <summary>
    /// −mean_i log( e^{s_i⁺/τ} / (e^{s_i⁺/τ} + Σ_k e^{s_ik/τ}) ) with s_i⁺ the cosine of student and teacher and s_ik that of student and
    /// queue entry. At least log(1 + Σ_k e^{(s_ik − 1)/τ}), reached where student and teacher agree.
    /// </summary>
    /// <param name="student">φ(h^S), (A, d).</param>
    /// <param name="teacher">h^T at the same tokens, (A, d); gets no gradient.</param>
    /// <param name="queue">Normalised teacher states of past batches (K, d); null where none are there yet, which gives 0.</param>
    /// <param name="temperature">τ.</param>
    public static Tensor Contrast(Tensor student, Tensor teacher, Tensor? queue, double temperature)
    {
        var anchor = nn.functional.normalize(student, dim: 1);
        var positive = (anchor * nn.functional.normalize(teacher.detach(), dim: 1)).sum(1, keepdim: true) / temperature; // (A, 1)
        if (queue is null) return (positive * 0).mean();
        var negatives = (anchor / temperature).matmul(queue.detach().t()); // (A, K)
        return (cat([positive, negatives], 1).logsumexp(1) - positive.squeeze(1)).mean();
    }

    /// <summary>Without negatives: mean squared distance ‖norm(φ(h^S)) − norm(h^T)‖² = 2 − 2 cos, in [0, 4].</summary>
    public static Tensor Distance(Tensor student, Tensor teacher) =>
        (nn.functional.normalize(student, dim: 1) - nn.functional.normalize(teacher.detach(), dim: 1)).square().sum(1).mean();
}
