using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.DistillVlm;

/// <summary>What a teacher says about a batch, in the student's shapes; N = the batch's longest regions + longest text.</summary>
/// <param name="Attention">Per layer pair (B, H, N, N), 0 outside real tokens.</param>
/// <param name="Real">(B, N): 1 for tokens both networks have.</param>
/// <param name="Anchors">(A) flat places b·N + i of the tokens whose states are compared.</param>
/// <param name="Hidden">Per layer pair the states there, (A, d).</param>
/// <param name="Words">(B, T, k) likeliest words; null without word labels.</param>
/// <param name="WordProbabilities">Theirs at τ_d, sum 1 or, where there is no target, 0.</param>
/// <param name="Classes">(S, C) probabilities at τ_d; null without class labels.</param>
public sealed record TeacherTargets(
    IReadOnlyList<Tensor> Attention, Tensor Real, Tensor Anchors, IReadOnlyList<Tensor> Hidden, Tensor? Words, Tensor? WordProbabilities, Tensor? Classes);
