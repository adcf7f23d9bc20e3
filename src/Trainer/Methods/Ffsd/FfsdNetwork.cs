using TorchSharp.Modules;
using VlDistill.Trainer.Models;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.Ffsd;

/// <summary>A network's maps from shallow to deep and its logits (B, C).</summary>
public sealed record Staged(IReadOnlyList<Tensor> Maps, Tensor Logits)
{
    /// <summary>The maps at strides 8, 16 and 32 of a crop classifier.</summary>
    public static Staged Of(CropClassifierOutput output) => new([output.Maps.Stride8, output.Maps.Stride16, output.Maps.Grid], output.Logits);
}

/// <summary>What all of FFSD's networks say about one batch, computed once before any of them learns from it.</summary>
/// <param name="Joined">The common students' last maps, concatenated and constant (B, mC, h, w).</param>
public sealed record FfsdOutput(IReadOnlyList<Staged> Students, Tensor Joined, Fused Fused, Staged Leader);

/// <summary>
/// FFSD (Li et al. 2022): common students, the leader, and what only the training needs: fusion, TransFusion, and a self-distillation
/// module for the leader and for every common student after the first.
/// </summary>
public sealed class FfsdNetwork : nn.Module
{
    private readonly CropClassifier leader;
    private readonly Cohort cohort;
    private readonly FusionModule fusion;
    private readonly TransFusion transFusion;
    private readonly SelfDistillation leaderSelf;
    private readonly ModuleList<SelfDistillation> studentSelves;

    /// <param name="config">Of the leader and of each common student.</param>
    /// <param name="students">m, at least 2.</param>
    public FfsdNetwork(CropClassifierConfig config, int students) : base(nameof(FfsdNetwork))
    {
        leader = new CropClassifier(config);
        cohort = new Cohort(config, students);
        var (fine, middle, deep) = leader.Trunk.Channels;
        fusion = new FusionModule(deep, students, config.Classes);
        transFusion = new TransFusion(deep, students);
        leaderSelf = new SelfDistillation([fine, middle, deep]);
        studentSelves = nn.ModuleList(Enumerable.Range(1, students - 1).Select(_ => new SelfDistillation([fine, middle, deep])).ToArray());
        RegisterComponents();
    }

    /// <summary>The network that is kept.</summary>
    public CropClassifier Leader => leader;

    public Cohort Cohort => cohort;

    public FusionModule Fusion => fusion;

    public TransFusion TransFusion => transFusion;

    /// <summary>The leader's self-distillation module.</summary>
    public SelfDistillation LeaderSelf => leaderSelf;

    /// <summary>The self-distillation modules of the common students from the second on.</summary>
    public IReadOnlyList<SelfDistillation> StudentSelves => [.. studentSelves];

    /// <summary>Everything about uint8 pictures (B, S, S, 3). The fusion module sees the students' maps as constants.</summary>
    public FfsdOutput Look(Tensor pictures)
    {
        Staged[] students = [.. cohort.Outputs(pictures).Select(Staged.Of)];
        var joined = cat([.. students.Select(s => s.Maps[^1].detach())], 1);
        return new FfsdOutput(students, joined, fusion.call(joined), Staged.Of(leader.call(pictures)));
    }
}
