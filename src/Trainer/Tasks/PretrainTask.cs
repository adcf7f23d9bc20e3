using TorchSharp;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Data.Relations;
using VlDistill.Trainer.Features;
using VlDistill.Trainer.Losses;
using VlDistill.Trainer.Methods.DistillVlm;
using VlDistill.Trainer.Models;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tasks;

/// <summary>Pre-trains a transformer to guess masked words and tags, and to tell whether a caption is of the picture.</summary>
public sealed class PretrainTask : ITrainingTask
{
    private const int EvaluationChunk = 20;
    private readonly PretrainSettings settings;
    private readonly TextNetwork network;
    private readonly MaskedTexts train, dev;
    private readonly Func<int, int[]> tags;
    private readonly FeatureCache? detector;
    private readonly NamedRegions? named;
    private readonly Distiller? distiller;

    public PretrainTask(PretrainSettings settings, RunContext context, StageFolder folder)
    {
        this.settings = settings;
        var data = context.Data.Open(settings.Data);
        network = new TextNetwork(settings, context, folder, data, data.Train.SelectMany(s => s.Captions), settings.Grid);
        (train, dev) = (Texts(data.Train), Texts(data.Dev));
        (detector, tags) = Tags(context, data);
        named = settings.Grounding > 0 ? Named(Labels(context, settings.Boxes)) : null;
        distiller = Distiller.Open(settings, context, folder, network, 0,
            new DistillTexts(Samples, settings.Views, s => s, (s, view) => train.Of(s, view, tags(s)).Segments, View, Causal: false, SoftLabels.Words));

        MaskedTexts Texts(IReadOnlyList<Sample> samples) => new([.. samples.Select(s => s.Captions.Select(network.Words.Encode).Where(c => c.Length > 0).ToArray())],
            network.Words.Count, settings.MaskShare, settings.MismatchShare, settings.MaxWords - 1, settings.MaskSpan);
    }

    public int Samples => network.Data.Train.Count;

    public string BestMetric => "maskedAccuracy";

    public IReadOnlyDictionary<string, string> Description => Distiller.Describe(distiller, NetworkDescription.Of(new VlClassifierConfig(network.Config, 2)));

    public nn.Module CreateModel()
    {
        var model = new VlClassifier(new VlClassifierConfig(network.Config, 2));
        network.Start(model.Transformer);
        return Distiller.Wrap(distiller, model);
    }

    public bool IsPretrained(string parameter) => false;

    public StepLoss Step(nn.Module replica, StepShare share)
    {
        var read = Run(DistilledStudent.Of<VlClassifier>(replica), train, share.Samples, View(share.Step), 0);
        return new StepLoss(
            [
                PretrainLoss.MaskedWords(read.Output.Output.Logits, tensor(read.Packed.Targets, [read.Packed.Pictures, read.Packed.Length])),
                PretrainLoss.Matching(read.Output.Classes, read.Matches, settings.MatchingWeight),
                .. Grounding(read.Output.Output, read.Packed, read.Regions, share.Samples),
                .. distiller?.Terms(replica, read.Output.Output, null, read.Regions, read.Packed, share) ?? [],
            ], read.Packed.Words);
    }

    public void AfterStep(nn.Module model, StepShare batch) => distiller?.AfterStep(model, batch);

    public IReadOnlyDictionary<string, double> Evaluate(LaneTeam lanes)
    {
        var chunks = Enumerable.Range(0, Math.Min(settings.EvaluateOn, network.Data.Dev.Count)).Chunk(EvaluationChunk).ToArray();
        var counts = lanes.Map(chunks, (model, chunk) =>
        {
            var (output, packed, matches, _) = Run(DistilledStudent.Of<VlClassifier>(model), dev, chunk, 0, Samples);
            var targets = tensor(packed.Targets, [packed.Pictures, packed.Length]);
            var right = (output.Output.Logits.argmax(2) == targets).logical_and(targets != 0).sum().ToDouble();
            return (Right: right, packed.Words, Matched: (output.Classes.argmax(1) == matches).sum().ToDouble(), Texts: (int)matches.shape[0]);
        });
        return new Dictionary<string, double>
        {
            ["maskedAccuracy"] = counts.Sum(c => c.Right) / counts.Sum(c => c.Words),
            ["matchingAccuracy"] = counts.Sum(c => c.Matched) / counts.Sum(c => c.Texts),
        };
    }

    public void Dispose()
    {
        distiller?.Dispose();
        network.Dispose();
        detector?.Dispose();
    }

    /// <summary>The masking a step shows: one an epoch in turn.</summary>
    private int View(long step) => (int)(step * settings.BatchSize / Samples % settings.Views);

    /// <summary>The words for what the detector sees in a picture.</summary>
    private (FeatureCache? Detector, Func<int, int[]> Tags) Tags(RunContext context, DataSet data)
    {
        if (settings.Tags.Length == 0) return (null, _ => []);
        var boxes = FeaturesStage.Open(context, data, settings.Tags);
        var labels = Labels(context, settings.Tags).Select(network.Words.Encode).ToArray();
        return (boxes, picture => [.. boxes.Boxes(picture).Select(b => b.Label).Distinct().SelectMany(label => labels[label]).Take(settings.MaxWords)]);
    }

    /// <summary>What a stage's detector can name.</summary>
    private string[] Labels(RunContext context, string stage)
    {
        var file = context.Finished(stage).In("labels.txt");
        if (!File.Exists(file)) throw new UserException($"stage {settings.Name}: stage {stage} names nothing, it has no {file}; give a stage with a detector, or leave tags empty and grounding at 0.");
        return File.ReadAllLines(file);
    }

    /// <summary>Captions call a detector's person a man or a girl.</summary>
    private NamedRegions Named(string[] labels)
    {
        var mentions = new MentionFinder(new VerbForms());
        return new NamedRegions([.. labels.Select(label => mentions.Words(label).Prepend(label).SelectMany(network.Words.Encode).Distinct().ToArray())]);
    }

    private IEnumerable<LossTerm> Grounding(VlOutput output, PackedTexts packed, RegionBatch regions, int[] pictures)
    {
        if (named is null) yield break;
        var targets = named.Of(packed, [.. pictures.Select(network.Regions.Detected)], network.Regions.FixedTokens, regions.Length);
        yield return GroundingLoss.Compute(output.Attention[0], tensor(targets, [packed.Pictures, packed.Length, regions.Length]), settings.Grounding);
    }

    private (ClassifierOutput Output, PackedTexts Packed, Tensor Matches, RegionBatch Regions) Run(VlClassifier model, MaskedTexts source, int[] samples, int view, int offset)
    {
        var texts = samples.Select(s => source.Of(s, view, tags(s + offset))).ToArray();
        var packed = PackedTexts.Pack([.. texts.Select(t => t.Segments)]);
        var regions = network.Regions.Read([.. samples.Select(s => s + offset)]);
        var input = regions.Before(packed, causal: false);
        return (model.call(input, tensor(packed.Starts)), packed, tensor(texts.SelectMany(t => t.Matches).ToArray()), regions);
    }
}
