using VlDistill.Trainer.Data;
using VlDistill.Trainer.Losses;
using VlDistill.Trainer.Models;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Tasks;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.WsdTags;

/// <summary>Trains the student's tag block. With a teacher the first steps learn its region features, the others labels and its probabilities; every variant takes the same steps.</summary>
public sealed class WsdStudentTask : TagTask
{
    private readonly WsdStudentSettings settings;
    private readonly WsdTargets? targets;
    private readonly RunContext context;
    private readonly LowerMaps? lower;
    private readonly long featureSteps;

    public WsdStudentTask(WsdStudentSettings settings, RunContext context, StageFolder folder)
        : base(settings, settings.Trunk.Length > 0 ? settings.Boxes : settings.Eyes, context, folder)
    {
        (this.settings, this.context) = (settings, context);
        if (settings.Trunk.Length > 0) lower = LowerMaps.Open(settings, context, Data);
        if (settings.Teacher.Length == 0) return;
        targets = WsdTargets.Open(settings, context, Data, Reader, Labels.Names);
        featureSteps = (long)(settings.FeatureShare * TrainLoop.StepsOf(settings, Samples));
    }

    public override IReadOnlyDictionary<string, string> Description => lower is null ? NetworkDescription.Of(Block) : NetworkDescription.Of(Network, settings.Size);

    private TagBlockConfig Block => new(Reader.Channels, settings.Width, Labels.Names.Count, settings.Dropout);

    private TagNetworkConfig Network => new(settings.Trunk, settings.Size, Block with { Channels = TrunkConfig.Named(settings.Trunk).Grid });

    public override nn.Module CreateModel()
    {
        if (lower is null) return new TagBlock(Block);
        var network = new TagNetwork(Network);
        LowerMaps.Start(network.Trunk, settings, context);
        return network;
    }

    public override bool IsPretrained(string parameter) => settings.Init.Length > 0 && parameter.StartsWith("trunk.", StringComparison.Ordinal);

    public override StepLoss Step(nn.Module replica, StepShare share)
    {
        bool[] mirrored = [.. share.Samples.Select(s => lower is not null && Augmentation.Draw(share.Seed, share.Step, s, settings.Flip, 0).Mirrored)];
        using var maps = Maps(share.Samples, mirrored);
        var output = ((nn.Module<Tensor, TagBlockOutput>)replica).call(maps);
        return new StepLoss(share.Step < featureSteps ? FeatureTerms(output, share.Samples, mirrored) : TagTerms(output, share.Samples), share.Samples.Length);
    }

    public override void Dispose()
    {
        lower?.Dispose();
        targets?.Dispose();
        base.Dispose();
    }

    protected override Tensor Scores(nn.Module model, int[] pictures) => ((nn.Module<Tensor, TagBlockOutput>)model).call(Maps(pictures, new bool[pictures.Length])).Logits.sigmoid();

    private Tensor Maps(int[] pictures, bool[] mirrored) => lower is null ? Reader.Maps(pictures) : lower.Read(pictures, mirrored);

    private LossTerm[] FeatureTerms(TagBlockOutput output, int[] pictures, bool[] mirrored)
    {
        var regions = Reader.Read(output.Map, pictures, mirrored);
        return [WsdLosses.Features(regions.Features, targets!.Features(pictures), regions.Present)];
    }

    private LossTerm[] TagTerms(TagBlockOutput output, int[] pictures)
    {
        var labels = TagLoss.Compute(output.Logits, Labels.Of(pictures));
        return targets is null || settings.Targets == 0 ? [labels]
            : [labels, WsdLosses.Targets(output.Logits, targets.Probabilities(pictures), settings.StudentTemperature, settings.Targets)];
    }
}
