using TorchSharp;
using VlDistill.Metrics;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Export;
using VlDistill.Trainer.Losses;
using VlDistill.Trainer.Models;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tasks;

/// <summary>Trains the student eyes on boxes, caption words, and optionally on staying near the pretrained grid.</summary>
public sealed class DetectorTask : ITrainingTask
{
    private const int EvaluationChunk = 8;
    private readonly DetectorSettings settings;
    private readonly RunContext context;
    private readonly DetectionData data;
    private readonly StudentEyesConfig config;
    private readonly Trunk? initial;

    public DetectorTask(DetectorSettings settings, RunContext context, StageFolder folder)
    {
        (this.settings, this.context) = (settings, context);
        data = DetectionData.Open(settings, context);
        config = new StudentEyesConfig(settings.Trunk, settings.Size, Classes: data.Labels.Count, Tags: data.Tags.Count);
        if (settings.Trunk == "tiny") config = config with { Width = StudentEyesConfig.Tiny.Width, Depth = StudentEyesConfig.Tiny.Depth };
        File.WriteAllLines(folder.In("labels.txt"), data.Labels);
        File.WriteAllLines(folder.In("tags.txt"), data.Tags);
        if (settings.KeepWeight > 0) initial = FrozenTrunk();
    }

    public int Samples => data.Train.Count;

    public string BestMetric => "agnosticAp50";

    public IReadOnlyDictionary<string, string> Description => NetworkDescription.Of(config, settings.Size);

    public nn.Module CreateModel()
    {
        var eyes = new StudentEyes(config);
        if (settings.Init.Length > 0) OnnxInitializers.Load(context.Data.Weight(settings.Init), eyes.Trunk);
        return eyes;
    }

    public bool IsPretrained(string parameter) => settings.Init.Length > 0 && parameter.StartsWith("trunk.", StringComparison.Ordinal);

    public StepLoss Step(nn.Module replica, StepShare share)
    {
        var eyes = (StudentEyes)replica;
        var changes = share.Samples.Select(s => Augmentation.Draw(share.Seed, share.Step, s, settings.Flip, settings.Jitter)).ToArray();
        var pictures = data.Train.Pictures(share.Samples, changes);
        var output = eyes.call(pictures);
        var terms = new List<LossTerm>(DetectionLoss.Compute(output.Detections, DetectionTargets.From(data.Train.Boxes(share.Samples, changes)), eyes.Anchors, boxWeight: settings.BoxWeight));
        if (data.Train.Tags(share.Samples) is { } tags)
            terms.Add(TagLoss.Compute(output.TagLogits.index_select(0, tags.Rows), tags.Targets, settings.TagsWeight));
        if (initial is not null) terms.Add(KeepLoss.Compute(output.Features, InitialFeatures(pictures), settings.KeepWeight));
        return new StepLoss(terms, share.Samples.Length);
    }

    public IReadOnlyDictionary<string, double> Evaluate(LaneTeam lanes)
    {
        var chunks = Enumerable.Range(0, Math.Min(settings.EvaluateOn, data.Dev.Count)).Chunk(EvaluationChunk).ToArray();
        var samples = lanes.Map(chunks, (model, chunk) => Detect((StudentEyes)model, chunk)).SelectMany(s => s).ToList();
        var scores = DetectionScores.Of(samples);
        var figures = new Dictionary<string, double> { ["agnosticAp50"] = scores.AgnosticAp50, ["ap"] = scores.Ap };
        // Few dev pictures may hold no class often enough for this mean.
        if (double.IsFinite(scores.FrequentAp50)) figures["frequentAp50"] = scores.FrequentAp50;
        foreach (var name in new[] { "person", "dog" })
            if (Array.IndexOf([.. data.Labels], name) is >= 0 and var label && scores.Classes.TryGetValue(label, out var found)) figures[name] = found.Ap50;
        return figures;
    }

    public void Dispose()
    {
        data.Dispose();
        initial?.Dispose();
    }

    private DetectionSample[] Detect(StudentEyes eyes, int[] chunk)
    {
        var output = eyes.call(data.Dev.Pictures(chunk, [.. chunk.Select(_ => Augmentation.None)]));
        return [.. EyesReader.Detections(output.Detections).Zip(chunk, (found, i) => new DetectionSample(data.Dev.Truth(i), found))];
    }

    private Trunk FrozenTrunk()
    {
        using var eyes = (StudentEyes)CreateModel();
        var trunk = new Trunk(TrunkConfig.Named(settings.Trunk));
        trunk.load_state_dict(eyes.Trunk.state_dict());
        trunk.eval();
        return trunk;
    }

    private Tensor InitialFeatures(Tensor pictures)
    {
        using var off = no_grad();
        return initial!.call(Pixels.ToInput(pictures)).Grid;
    }
}
