using VlDistill.Metrics;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Data.Crops;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tasks;

/// <summary>A batch of crops: uint8 (B, S, S, 3) and their classes, int64 (B).</summary>
/// <param name="Variants">Which of its variants each crop is in; 0 where there are endlessly many.</param>
public sealed record CropBatch(Tensor Pictures, Tensor Labels, int[] Variants);

/// <summary>What networks that classify objects have in common: crops, how they are changed in training, and how the network is judged.</summary>
public abstract class CropTask : ITrainingTask, ITestedTask
{
    /// <summary>The classes in the stage's folder, in the order of the logits.</summary>
    public const string ClassesFile = "classes.txt";

    /// <summary>What the best checkpoint took the test crops for.</summary>
    public const string TestFile = "test.crops.json";

    /// <summary>What other networks of a stage, by name, took the test crops for.</summary>
    public static string OthersFile(string who) => $"test.crops.{who}.json";

    private const int EvaluationChunk = 64;

    // Keeps the choice of variants apart from other draws.
    private const ulong VariantStream = 0x7A21;
    private readonly CropSettings settings;

    protected CropTask(CropSettings settings, RunContext context, StageFolder folder)
    {
        (this.settings, Context, Folder) = (settings, context, folder);
        if (settings.Size % 32 != 0) throw new UserException($"stage {settings.Name}: size {settings.Size} must be a multiple of 32.");
        Crops = ObjectCrops.Open(settings, context);
        File.WriteAllLines(folder.In(ClassesFile), Crops.Classes);
    }

    public int Samples => Crops.Train;

    public string BestMetric => "accuracy";

    public abstract IReadOnlyDictionary<string, string> Description { get; }

    protected RunContext Context { get; }

    protected StageFolder Folder { get; }

    protected ObjectCrops Crops { get; }

    public abstract nn.Module CreateModel();

    public virtual bool IsPretrained(string parameter) => false;

    public abstract StepLoss Step(nn.Module replica, StepShare share);

    public virtual void AfterStep(nn.Module model, StepShare batch)
    {
    }

    public IReadOnlyDictionary<string, double> Evaluate(LaneTeam lanes)
    {
        int[] crops = [.. Crops.Dev.Take(settings.EvaluateOn)];
        return ClassScores.Of(Predict(lanes, crops, Logits), [.. crops.Select(Crops.Class)], Crops.Classes.Count).Named;
    }

    public void WriteTest(int laneCount)
    {
        using (var lanes = LaneTeam.Load(CreateResult, Folder.Best, laneCount)) WriteTest(lanes, TestFile, Logits);
        WriteMore(laneCount);
    }

    public virtual void Dispose() => Crops.Dispose();

    /// <summary>The network that the best checkpoint fills.</summary>
    protected virtual nn.Module CreateResult() => CreateModel();

    /// <summary>What other networks of the stage have to say about the test crops.</summary>
    protected virtual void WriteMore(int laneCount)
    {
    }

    /// <summary>Writes what a network takes the test crops for.</summary>
    protected void WriteTest(LaneTeam lanes, string file, Func<nn.Module, Tensor, Tensor> logits)
    {
        var predicted = Predict(lanes, Crops.Test, logits);
        PredictedCrop.Save(Folder.In(file), [.. Crops.Test.Zip(predicted, (crop, found) => new PredictedCrop(Crops.Source(crop).Id, Crops.Classes[Crops.Class(crop)], Crops.Classes[found]))]);
    }

    /// <summary>Logits (B, classes) of the network that is judged, for uint8 pictures (B, S, S, 3).</summary>
    protected abstract Tensor Logits(nn.Module model, Tensor pictures);

    /// <summary>A lane's crops of a step, changed as seed, step and crop say.</summary>
    protected CropBatch Batch(StepShare share)
    {
        int[] variants = [.. share.Samples.Select(s => settings.Variants > 0 ? new SeededRandom(VariantStream, share.Seed, (ulong)share.Step, (ulong)s).Below(settings.Variants) : 0)];
        var changes = share.Samples.Select((s, i) => settings.Variants > 0 ? Variant(s, variants[i]) : CropChange.Draw(share.Seed, share.Step, s, settings.Margin, settings.Flip, settings.Jitter));
        return new CropBatch(Crops.Pictures(share.Samples, [.. changes]), Crops.Labels(share.Samples), variants);
    }

    /// <summary>One of a crop's variants: the same for every seed.</summary>
    protected CropChange Variant(int crop, int variant) => CropChange.Draw(VariantStream, variant, crop, settings.Margin, settings.Flip, settings.Jitter);

    private int[] Predict(LaneTeam lanes, int[] crops, Func<nn.Module, Tensor, Tensor> logits) => [.. lanes.Map([.. crops.Chunk(EvaluationChunk)], (model, chunk) =>
    {
        var pictures = Crops.Pictures(chunk, [.. chunk.Select(_ => CropChange.None(settings.Margin))]);
        return logits(model, pictures).argmax(1).contiguous().data<long>().ToArray();
    }).SelectMany(p => p).Select(p => (int)p)];
}
