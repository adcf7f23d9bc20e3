using VlDistill.Datasets;
using VlDistill.Metrics;
using VlDistill.Text;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Data.Relations;
using VlDistill.Trainer.Methods.DistillVlm;
using VlDistill.Trainer.Models;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Tasks;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.RvlBert;

/// <summary>Trains RVL-BERT on pairs of labelled boxes.</summary>
public sealed class RelationTask : ITrainingTask, ITestedTask
{
    /// <summary>The predicates in the stage's folder, in the order of the classes; background comes after them.</summary>
    public const string PredicatesFile = "predicates.txt";

    /// <summary>What the best checkpoint said about the test pictures' given boxes.</summary>
    public const string TestFile = "test.relations.json";

    private const ulong PairStream = 1, NameStream = 3;
    private const int EvaluationChunk = 10;
    private readonly RelationSettings settings;
    private readonly RunContext context;
    private readonly StageFolder folder;
    private readonly Vocabulary words;
    private readonly IReadOnlyList<string> predicates;
    private readonly IReadOnlySet<Triple> seen;
    private readonly PairPicture[] train, dev, test;
    private readonly PairDraw draw;
    private readonly NameDropout names;
    private readonly RelationReader reader;
    private readonly RelationDistiller? distiller;

    public RelationTask(RelationSettings settings, RunContext context, StageFolder folder)
    {
        (this.settings, this.context, this.folder) = (settings, context, folder);
        // The batch norm of mask attention has one set of running figures, which several threads cannot share.
        if (settings.Masks && settings.Lanes != 1) throw new UserException($"stage {settings.Name}: lanes is {settings.Lanes}, but mask attention trains on one; set lanes to 1 or masks to false.");
        var data = context.Data.Open(settings.Data);
        var splits = RelationSplits.Open(context, data, settings.Relations);
        predicates = splits.Predicates;
        seen = splits.Seen;
        words = Vocabulary.Build(data.Train.SelectMany(s => s.Captions).Concat(splits.Train.SelectMany(p => p.Boxes.Select(b => b.Name))), settings.MinimumUses);
        words.Save(folder.In(TextNetwork.VocabularyFile));
        File.WriteAllLines(folder.In(PredicatesFile), predicates);
        var numbers = predicates.Index().ToDictionary(p => p.Item, p => p.Index);
        PairPicture[] all = [.. splits.All.Select((picture, number) => PairPicture.Of(number, picture, words, settings.NameWords, numbers))];
        var (testFrom, devFrom) = (splits.Train.Count + splits.Dev.Count, splits.Train.Count);
        train = [.. all[..devFrom].Where(p => p.Labels.Count > 0)];
        dev = [.. all[devFrom..testFrom].Where(p => p.Labels.Count > 0)];
        test = [.. all[testFrom..].Where(p => p.Content.Boxes.Count > 1)];
        if (train.Length == 0) throw new UserException($"stage {settings.Name}: {settings.Relations} has no relation between boxes of training pictures.");
        draw = new PairDraw(settings.PairsPerPicture, settings.Background, predicates.Count);
        names = new NameDropout(settings.NameDropout);
        reader = new RelationReader(context, data, settings.Eyes);
        distiller = RelationDistiller.Open(settings, context, data, folder, Config);
    }

    public int Samples => train.Length;

    public string BestMetric => RelationGuesses.Metric;

    public IReadOnlyDictionary<string, string> Description =>
        distiller is null ? NetworkDescription.Of(Config) : TrainedTransformer.Within(NetworkDescription.Of(Config), DistilledStudent.Prefix);

    private RvlBertConfig Config => new(
        new VlConfig(reader.Channels, words.Count, settings.Width, settings.Layers, settings.Heads, settings.Inner > 0 ? settings.Inner : 4 * settings.Width,
            RelationText.Length, settings.Dropout, settings.TiedOutput),
        predicates.Count, settings.NameWords, settings.Spatial, settings.Masks, settings.HeadDropout, settings.FusionDropout, settings.PairGeometry, settings.Roles);

    public nn.Module CreateModel()
    {
        var model = new RvlBert(Config);
        model.Masks?.StartAt(settings.MaskScale);
        if (settings.Init.Length > 0)
        {
            var source = context.Finished(settings.Init);
            StartingWeights.Apply(model.Transformer, words, source.Best, Vocabulary.Load(source.In(TextNetwork.VocabularyFile)));
        }
        foreach (var parameter in model.Transformer.parameters()) parameter.requires_grad = !settings.Frozen;
        return RelationDistiller.Wrap(distiller, model);
    }

    public bool IsPretrained(string parameter) => settings.Init.Length > 0 && parameter.Split('.').Contains("transformer");

    public StepLoss Step(nn.Module replica, StepShare share)
    {
        var asked = Asked(share);
        var input = reader.Read(asked);
        var output = DistilledStudent.Of<RvlBert>(replica).call(input);
        var targets = tensor(asked.SelectMany(a => a.Pairs).Select(p => (long)p.Class).ToArray());
        return new StepLoss([RelationLosses.Predicates(output.Logits, targets), .. Masks(output, input, asked), .. distiller?.Terms(replica, output, asked, share) ?? []], targets.shape[0]);
    }

    public void AfterStep(nn.Module model, StepShare batch) => distiller?.AfterStep(model, Asked(batch));

    public IReadOnlyDictionary<string, double> Evaluate(LaneTeam lanes) =>
        RelationGuesses.Figures(Guess(lanes, dev[..Math.Min(settings.EvaluateOn, dev.Length)]).Select(g => g.Sample), seen);

    public void WriteTest(int laneCount)
    {
        using var lanes = LaneTeam.Load(CreateModel, folder.Best, laneCount);
        PredictedRelation.Save(folder.In(TestFile), [.. Guess(lanes, test).SelectMany(g => RelationGuesses.Lines(g.Picture, g.Sample.Predicted))]);
    }

    public void Dispose()
    {
        distiller?.Dispose();
        reader.Dispose();
    }

    private AskedPicture[] Asked(StepShare share)
    {
        return [.. share.Samples.Select(s => new AskedPicture(names.Of(train[s], Stream(s, NameStream)), draw.Of(train[s], Stream(s, PairStream))))];

        SeededRandom Stream(int sample, ulong name) => new(share.Seed, (ulong)share.Step, (ulong)sample, name);
    }

    private IEnumerable<Losses.LossTerm> Masks(RelationOutput output, RelationInput input, IReadOnlyList<AskedPicture> asked)
    {
        if (output.Masks is not { } masks) yield break;
        var (rows, columns) = (input.Maps.shape[2], input.Maps.shape[3]);
        var boxes = BoxMasks.Of([.. asked.SelectMany(a => a.Picture.Content.Boxes.Select(b => b.Box))], (int)rows, (int)columns);
        yield return RelationLosses.Masks(masks, tensor(boxes, [input.Boxes.shape[0], rows, columns]), input.Subjects, input.Objects, settings.MaskWeight);
    }

    private IEnumerable<(RelationPicture Picture, RelationSample Sample)> Guess(LaneTeam lanes, PairPicture[] pictures)
    {
        var scores = lanes.Map([.. Enumerable.Range(0, pictures.Length).Chunk(EvaluationChunk)], (model, chunk) =>
        {
            AskedPicture[] asked = [.. chunk.Select(i => new AskedPicture(pictures[i], [.. pictures[i].Pairs(predicates.Count)]))];
            var values = DistilledStudent.Of<RvlBert>(model).call(reader.Read(asked)).Logits.softmax(1).contiguous().data<float>().ToArray();
            var at = 0;
            return asked.Select(a =>
            {
                var sample = RelationGuesses.Sample(a, values.AsSpan(at, a.Pairs.Count * (predicates.Count + 1)), predicates);
                at += a.Pairs.Count * (predicates.Count + 1);
                return (a.Picture.Content, sample);
            }).ToArray();
        });
        return scores.SelectMany(s => s);
    }
}
