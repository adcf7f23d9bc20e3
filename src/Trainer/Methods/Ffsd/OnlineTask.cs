using VlDistill.Trainer.Models;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Tasks;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.Ffsd;

/// <summary>What online methods have in common: several networks learn at once, one of them is kept, and the test also tells what the common students and their ensemble do.</summary>
public abstract class OnlineTask(OnlineSettings settings, RunContext context, StageFolder folder) : CropTask(settings, context, folder)
{
    /// <summary>The kept network's: its checkpoint is that of a plain crop classifier.</summary>
    public override IReadOnlyDictionary<string, string> Description => NetworkDescription.Of(Config);

    protected CropClassifierConfig Config => new(settings.Trunk, Crops.Classes.Count);

    /// <summary>The network that is kept.</summary>
    public abstract nn.Module Result(nn.Module model);

    /// <summary>The common students.</summary>
    protected abstract Cohort CohortOf(nn.Module model);

    protected override nn.Module CreateResult() => new CropClassifier(Config);

    protected override Tensor Logits(nn.Module model, Tensor pictures) => ((CropClassifier)(model is CropClassifier ? model : Result(model))).call(pictures).Logits;

    /// <summary>The common students and their ensemble as they are after the last step; they have no checkpoint of their own.</summary>
    protected override void WriteMore(int laneCount)
    {
        using var lanes = LaneTeam.Load(CreateModel, Folder.Last, laneCount);
        for (var i = 0; i < settings.Students; i++)
        {
            var student = i;
            WriteTest(lanes, OthersFile($"student {i + 1}"), (model, pictures) => CohortOf(model).Students[student].call(pictures).Logits);
        }
        WriteTest(lanes, OthersFile("ensemble"), (model, pictures) => Cohort.Mean(CohortOf(model).Outputs(pictures).Select(o => o.Logits)));
    }
}
