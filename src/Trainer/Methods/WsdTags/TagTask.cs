using VlDistill.Datasets;
using VlDistill.Metrics;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Tasks;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.WsdTags;

/// <summary>What teacher and student have in common: data, labels, and how they are judged.</summary>
public abstract class TagTask : ITrainingTask, ITestedTask
{
    /// <summary>The tags in the stage's folder, in the order of the scores.</summary>
    public const string TagsFile = "tags.txt";

    /// <summary>What the best checkpoint said about the test pictures, every tag of each.</summary>
    public const string TestFile = "test.tags.json";

    /// <summary>Name of the figure that chooses the checkpoint.</summary>
    public const string Metric = "mAP";

    private const int EvaluationChunk = 40;
    private readonly TagSettings settings;
    private readonly ProposalReader? reader;

    /// <param name="eyes">Stage whose maps are read; null = none, the task looks at pictures.</param>
    protected TagTask(TagSettings settings, string? eyes, RunContext context, StageFolder folder)
    {
        (this.settings, Folder) = (settings, folder);
        Data = context.Data.Open(settings.Data);
        Labels = new TagLabels(Data, settings);
        if (eyes is not null) reader = new ProposalReader(context, Data, eyes, settings);
        File.WriteAllLines(folder.In(TagsFile), Labels.Names);
    }

    public int Samples => Data.Train.Count;

    public string BestMetric => Metric;

    public abstract IReadOnlyDictionary<string, string> Description { get; }

    protected StageFolder Folder { get; }

    protected DataSet Data { get; }

    protected TagLabels Labels { get; }

    protected ProposalReader Reader => reader ?? throw new InvalidOperationException("this task reads no maps");

    public abstract nn.Module CreateModel();

    public virtual bool IsPretrained(string parameter) => false;

    public abstract StepLoss Step(nn.Module replica, StepShare share);

    public IReadOnlyDictionary<string, double> Evaluate(LaneTeam lanes)
    {
        int[] pictures = [.. Enumerable.Range(Data.Train.Count, Math.Min(settings.EvaluateOn, Data.Dev.Count))];
        return TagScores.Of(Scores(lanes, pictures), [.. pictures.SelectMany(Labels.Of)], Labels.Names.Count).Named;
    }

    public void WriteTest(int laneCount)
    {
        using var lanes = LaneTeam.Load(CreateModel, Folder.Best, laneCount);
        int[] pictures = [.. Enumerable.Range(Data.Train.Count + Data.Dev.Count, Data.Test.Count)];
        var rows = Scores(lanes, pictures).Chunk(Labels.Names.Count);
        PictureTags.Save(Folder.In(TestFile), [.. Data.Test.Zip(rows, (sample, scores) => new PictureTags(sample.Id,
            [.. Labels.Names.Zip(scores, (name, score) => new ScoredTag(name, score)).OrderByDescending(t => t.Score)]))]);
        WriteMore(lanes, pictures);
    }

    public virtual void Dispose() => reader?.Dispose();

    /// <summary>Scores in [0, 1] of all tags for pictures: (B, T).</summary>
    protected abstract Tensor Scores(nn.Module model, int[] pictures);

    /// <summary>What else a network has to say about the test pictures.</summary>
    protected virtual void WriteMore(LaneTeam lanes, int[] pictures)
    {
    }

    private float[] Scores(LaneTeam lanes, int[] pictures) =>
        [.. lanes.Map([.. pictures.Chunk(EvaluationChunk)], (model, chunk) => Scores(model, chunk).contiguous().data<float>().ToArray()).SelectMany(s => s)];
}
