using VlDistill.Datasets;
using VlDistill.Metrics;
using VlDistill.Trainer.Data.Relations;
using VlDistill.Trainer.Methods.RvlBert;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Tasks;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.RelationBaselines;

/// <summary>What the baselines have in common: relations to learn, and guesses written and judged as RVL-BERT's are.</summary>
public abstract class RelationBaselineTask : ITrainingTask, ITestedTask
{
    private const int EvaluationChunk = 100;
    private readonly RelationBaselineSettings settings;
    private readonly StageFolder folder;
    private readonly PairPicture[] dev, test;
    private readonly IReadOnlySet<Triple> seen;

    /// <exception cref="UserException">The training split has no relation.</exception>
    protected RelationBaselineTask(RelationBaselineSettings settings, RunContext context, StageFolder folder)
    {
        (this.settings, this.folder) = (settings, folder);
        var splits = RelationSplits.Open(context, context.Data.Open(settings.Data), settings.Relations);
        Predicates = splits.Predicates;
        File.WriteAllLines(folder.In(RelationTask.PredicatesFile), Predicates);
        var numbers = Predicates.Index().ToDictionary(p => p.Item, p => p.Index);
        Train = [.. Read(splits.Train).Where(p => p.Labels.Count > 0)];
        (dev, test) = ([.. Read(splits.Dev).Where(p => p.Labels.Count > 0)], [.. Read(splits.Test).Where(p => p.Content.Boxes.Count > 1)]);
        AllTrain = splits.Train;
        seen = splits.Seen;
        if (Train.Count == 0) throw new UserException($"stage {settings.Name}: {settings.Relations} has no relation between boxes of training pictures.");

        IEnumerable<PairPicture> Read(IReadOnlyList<RelationPicture> pictures) => pictures.Select((picture, number) => new PairPicture(number, picture, [],
            [.. picture.Relations.Where(r => numbers.ContainsKey(r.Predicate)).Select(r => new LabelledPair(r.Subject, r.Object, numbers[r.Predicate])).Distinct()]));
    }

    public int Samples => Train.Count;

    public string BestMetric => RelationGuesses.Metric;

    public abstract IReadOnlyDictionary<string, string> Description { get; }

    protected IReadOnlyList<string> Predicates { get; }

    /// <summary>Training pictures with a relation.</summary>
    protected IReadOnlyList<PairPicture> Train { get; }

    /// <summary>All training pictures.</summary>
    protected IReadOnlyList<RelationPicture> AllTrain { get; }

    public abstract nn.Module CreateModel();

    public bool IsPretrained(string parameter) => false;

    public abstract StepLoss Step(nn.Module replica, StepShare share);

    public IReadOnlyDictionary<string, double> Evaluate(LaneTeam lanes) =>
        RelationGuesses.Figures(Guess(lanes, dev[..Math.Min(settings.EvaluateOn, dev.Length)]).Select(g => g.Sample), seen);

    public void WriteTest(int laneCount)
    {
        using var lanes = LaneTeam.Load(CreateModel, folder.Best, laneCount);
        PredictedRelation.Save(folder.In(RelationTask.TestFile), [.. Guess(lanes, test).SelectMany(g => RelationGuesses.Lines(g.Picture, g.Sample.Predicted))]);
    }

    public virtual void Dispose()
    {
    }

    /// <summary>Probabilities of the classes, background last, for pairs of a picture: (N, classes).</summary>
    protected abstract Tensor Probabilities(nn.Module model, IReadOnlyList<AskedPicture> asked);

    private IEnumerable<(RelationPicture Picture, RelationSample Sample)> Guess(LaneTeam lanes, PairPicture[] pictures) =>
        lanes.Map([.. Enumerable.Range(0, pictures.Length).Chunk(EvaluationChunk)], (model, chunk) =>
        {
            AskedPicture[] asked = [.. chunk.Select(i => new AskedPicture(pictures[i], [.. pictures[i].Pairs(Predicates.Count)]))];
            var (values, at) = (Probabilities(model, asked).contiguous().data<float>().ToArray(), 0);
            return asked.Select(a =>
            {
                var length = a.Pairs.Count * (Predicates.Count + 1);
                at += length;
                return (a.Picture.Content, RelationGuesses.Sample(a, values.AsSpan(at - length, length), Predicates));
            }).ToArray();
        }).SelectMany(s => s);
}
