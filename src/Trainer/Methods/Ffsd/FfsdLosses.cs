using TorchSharp;
using VlDistill.Trainer.Losses;

namespace VlDistill.Trainer.Methods.Ffsd;

/// <summary>
/// The losses of FFSD, module by module (Li et al. 2022, section III). The published code computes all outputs of a batch once, then
/// updates students, fusion, leader and self-distillation modules in this order, each from its own loss with everything else detached;
/// so the gradients of the sum are the same and one optimiser step does it.
/// </summary>
public static class FfsdLosses
{
    /// <summary>All terms, in the order of the code's updates.</summary>
    /// <param name="labels">int64 (B).</param>
    public static IReadOnlyList<LossTerm> All(FfsdNetwork network, FfsdOutput output, torch.Tensor labels, FfsdWeights weights) =>
    [
        .. Enumerable.Range(0, output.Students.Count).SelectMany(i => Student(network, output, i, labels, weights)),
        .. Fusion(output, labels, weights),
        .. Leader(network, output, labels, weights),
        .. SelfDistillation(network, output, weights),
    ];

    /// <summary>Common student i: cross-entropy, T²/(m − 1) Σ KL(p_j ‖ p_i), and from the second on λ_div (L_div + L_sd) with the shifted attention of student i − 1.</summary>
    public static IEnumerable<LossTerm> Student(FfsdNetwork network, FfsdOutput output, int i, torch.Tensor labels, FfsdWeights weights)
    {
        var (own, name) = (output.Students[i], $"student{i + 1}");
        yield return CropLoss.Compute(own.Logits, labels) with { Name = $"{name}.classes" };
        yield return new LossTerm($"{name}.mutual", MutualLoss.Of([.. output.Students.Select(s => s.Logits)], i, weights.Temperature));
        if (i == 0 || weights.Diversity == 0) yield break;
        var other = output.Students[i - 1].Maps[^1];
        yield return new LossTerm($"{name}.diversity", AttentionShift.Loss(own.Maps[^1], other), weights.Diversity);
        if (weights.SelfDistillation == 0) yield break;
        yield return new LossTerm($"{name}.self", network.StudentSelves[i - 1].Loss(AttentionShift.Move(other), own.Maps), weights.Diversity);
    }

    /// <summary>L_fus = cross-entropy + T² KL(mean logits ‖ fused).</summary>
    public static IEnumerable<LossTerm> Fusion(FfsdOutput output, torch.Tensor labels, FfsdWeights weights) =>
    [
        CropLoss.Compute(output.Fused.Logits, labels) with { Name = "fusion.classes" },
        new("fusion.ensemble", KlDivergence.Compute(output.Fused.Logits, Cohort.Mean(output.Students.Select(s => s.Logits)), weights.Temperature)),
    ];

    /// <summary>Leader: cross-entropy + T² KL(fused ‖ leader) + λ_fus [att(A(F_l), A(F_f)) + att(A(TransFusion(F_l)), A(concat)) + L_sd(SD_l(F_f), F_l)].</summary>
    public static IEnumerable<LossTerm> Leader(FfsdNetwork network, FfsdOutput output, torch.Tensor labels, FfsdWeights weights)
    {
        var (leader, fused) = (output.Leader, output.Fused);
        yield return CropLoss.Compute(leader.Logits, labels) with { Name = "leader.classes" };
        yield return new LossTerm("leader.fused", KlDivergence.Compute(leader.Logits, fused.Logits, weights.Temperature));
        if (weights.Fusion == 0) yield break;
        yield return new LossTerm("leader.map", AttentionMap.Distance(AttentionMap.Of(leader.Maps[^1]), AttentionMap.Of(fused.Map)), weights.Fusion);
        yield return new LossTerm("leader.transFusion", AttentionMap.Distance(AttentionMap.Of(network.TransFusion.call(leader.Maps[^1])), AttentionMap.Of(output.Joined)), weights.Fusion);
        if (weights.SelfDistillation == 0) yield break;
        yield return new LossTerm("leader.self", network.LeaderSelf.Loss(fused.Map, leader.Maps), weights.Fusion);
    }

    /// <summary>The self-distillation modules' own losses on their networks' detached maps, times λ_sd. After the other terms: those use the modules as they were.</summary>
    public static IEnumerable<LossTerm> SelfDistillation(FfsdNetwork network, FfsdOutput output, FfsdWeights weights)
    {
        if (weights.SelfDistillation == 0) yield break;
        foreach (var (name, module, own) in Modules(network, output, weights))
        {
            var (maps, attention) = module.Learn(own.Maps);
            yield return new LossTerm($"{name}.selfMaps", maps, weights.SelfDistillation);
            yield return new LossTerm($"{name}.selfAttention", attention, weights.SelfDistillation);
        }
    }

    // A module whose targets nobody reads is not trained.
    private static IEnumerable<(string Name, SelfDistillation Module, Staged Own)> Modules(FfsdNetwork network, FfsdOutput output, FfsdWeights weights) =>
    [
        .. weights.Diversity == 0 ? [] : network.StudentSelves.Select((module, i) => ($"student{i + 2}", module, output.Students[i + 1])),
        .. weights.Fusion == 0 ? [] : new[] { ("leader", network.LeaderSelf, output.Leader) },
    ];
}
