using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.Ffsd;

/// <summary>Trains FFSD's networks on crops; the leader is kept.</summary>
public sealed class FfsdTask : OnlineTask
{
    private readonly FfsdSettings settings;
    private readonly FfsdWeights weights;

    public FfsdTask(FfsdSettings settings, RunContext context, StageFolder folder) : base(settings, context, folder)
    {
        this.settings = settings;
        weights = new FfsdWeights(settings.Diversity, settings.Fusion, settings.SelfDistillation, settings.Temperature);
    }

    public override nn.Module CreateModel() => new FfsdNetwork(Config, settings.Students);

    public override nn.Module Result(nn.Module model) => ((FfsdNetwork)model).Leader;

    public override StepLoss Step(nn.Module replica, StepShare share)
    {
        var (network, batch) = ((FfsdNetwork)replica, Batch(share));
        var epoch = (double)share.Step * settings.BatchSize / Samples;
        return new StepLoss(FfsdLosses.All(network, network.Look(batch.Pictures), batch.Labels, weights.At(epoch, settings.WarmupEpochs)), share.Samples.Length);
    }

    protected override Cohort CohortOf(nn.Module model) => ((FfsdNetwork)model).Cohort;
}
