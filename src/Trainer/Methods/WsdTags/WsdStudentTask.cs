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
    private readonly long featureSteps;

    public WsdStudentTask(WsdStudentSettings settings, RunContext context, StageFolder folder) : base(settings, settings.Eyes, context, folder)
    {
        this.settings = settings;
        if (settings.Teacher.Length == 0) return;
        targets = WsdTargets.Open(settings, context, Data, Reader, Labels.Names);
        featureSteps = (long)(settings.FeatureShare * TrainLoop.StepsOf(settings, Samples));
    }

    public override IReadOnlyDictionary<string, string> Description => NetworkDescription.Of(Config);

    private TagBlockConfig Config => new(Reader.Channels, settings.Width, Labels.Names.Count, settings.Dropout);

    public override nn.Module CreateModel() => new TagBlock(Config);

    public override StepLoss Step(nn.Module replica, StepShare share)
    {
        using var maps = Reader.Maps(share.Samples);
        var output = ((TagBlock)replica).call(maps);
        return new StepLoss(share.Step < featureSteps ? FeatureTerms(output, share.Samples) : TagTerms(output, share.Samples), share.Samples.Length);
    }

    public override void Dispose()
    {
        targets?.Dispose();
        base.Dispose();
    }

    protected override Tensor Scores(nn.Module model, int[] pictures) => ((TagBlock)model).call(Reader.Maps(pictures)).Logits.sigmoid();

    private LossTerm[] FeatureTerms(TagBlockOutput output, int[] pictures)
    {
        var regions = Reader.Read(output.Map, pictures);
        return [WsdLosses.Features(regions.Features, targets!.Features(pictures), regions.Present)];
    }

    private LossTerm[] TagTerms(TagBlockOutput output, int[] pictures)
    {
        var labels = TagLoss.Compute(output.Logits, Labels.Of(pictures));
        return targets is null || settings.Targets == 0 ? [labels]
            : [labels, WsdLosses.Targets(output.Logits, targets.Probabilities(pictures), settings.StudentTemperature, settings.Targets)];
    }
}
