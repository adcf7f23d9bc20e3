using VlDistill.Trainer.Losses;
using VlDistill.Trainer.Models;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tasks;

/// <summary>Trains one network on crops by cross-entropy alone: the row without transfer, and the teacher of the others.</summary>
public sealed class CropClassifierTask(CropClassifierSettings settings, RunContext context, StageFolder folder) : CropTask(settings, context, folder)
{
    public override IReadOnlyDictionary<string, string> Description => NetworkDescription.Of(Config);

    private CropClassifierConfig Config => new(settings.Trunk, Crops.Classes.Count);

    public override nn.Module CreateModel()
    {
        var model = new CropClassifier(Config);
        if (settings.Init.Length > 0) StartingTrunk.Load(Context.Finished(settings.Init).Best, model.Trunk);
        return model;
    }

    public override bool IsPretrained(string parameter) => settings.Init.Length > 0 && parameter.StartsWith("trunk.", StringComparison.Ordinal);

    public override StepLoss Step(nn.Module replica, StepShare share)
    {
        var batch = Batch(share);
        return new StepLoss([CropLoss.Compute(((CropClassifier)replica).call(batch.Pictures).Logits, batch.Labels)], share.Samples.Length);
    }

    protected override Tensor Logits(nn.Module model, Tensor pictures) => ((CropClassifier)model).call(pictures).Logits;
}
