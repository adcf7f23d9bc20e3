using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.Ffsd;

/// <summary>Trains a cohort by deep mutual learning; the first student is kept, chosen beforehand and not by its figures.</summary>
public sealed class MutualTask(MutualSettings settings, RunContext context, StageFolder folder) : OnlineTask(settings, context, folder)
{
    public override nn.Module CreateModel() => new Cohort(Config, settings.Students);

    public override nn.Module Result(nn.Module model) => ((Cohort)model).Students[0];

    public override StepLoss Step(nn.Module replica, StepShare share)
    {
        var batch = Batch(share);
        var logits = ((Cohort)replica).Outputs(batch.Pictures).Select(o => o.Logits).ToArray();
        return new StepLoss(MutualLoss.Terms(logits, batch.Labels, settings.Temperature), share.Samples.Length);
    }

    protected override Cohort CohortOf(nn.Module model) => (Cohort)model;
}
