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

/// <summary>Trains the teacher eyes to name the caption words a picture deserves.</summary>
public sealed class TeacherEyesTask : ITrainingTask
{
    private const int EvaluationChunk = 8;
    private readonly TeacherEyesSettings settings;
    private readonly RunContext context;
    private readonly PictureStore store;
    private readonly LabelledPictures train, dev;
    private readonly TeacherEyesConfig config;

    public TeacherEyesTask(TeacherEyesSettings settings, RunContext context, StageFolder folder)
    {
        (this.settings, this.context) = (settings, context);
        if (settings.Init.Length > settings.Trunks.Length) throw new UserException($"stage {settings.Name}: \"init\" has more files than \"trunks\" has trunks.");
        var data = context.Data.Open(settings.Data);
        var tags = TagList.Build(data.Train, settings.Tags);
        store = context.Pictures(data, settings.PictureSize);
        train = new LabelledPictures([.. data.Train.Select((s, i) => new LabelledPicture(store, i, [], s))], tags);
        dev = new LabelledPictures([.. data.Dev.Select((s, i) => new LabelledPicture(store, data.Train.Count + i, [], s))], tags);
        config = new TeacherEyesConfig(settings.Trunks, settings.Size, tags.Length);
        File.WriteAllLines(folder.In("tags.txt"), tags);
    }

    public int Samples => train.Count;

    public string BestMetric => "tagsAp";

    public IReadOnlyDictionary<string, string> Description => NetworkDescription.Of(config, settings.PictureSize);

    public nn.Module CreateModel()
    {
        var eyes = new TeacherEyes(config);
        foreach (var (trunk, file) in eyes.Trunks.Zip(settings.Init)) OnnxInitializers.Load(context.Data.Weight(file), trunk);
        return eyes;
    }

    public bool IsPretrained(string parameter) => settings.Init.Length > 0 && parameter.StartsWith("trunks.", StringComparison.Ordinal);

    public StepLoss Step(nn.Module replica, StepShare share)
    {
        var changes = share.Samples.Select(s => Augmentation.Draw(share.Seed, share.Step, s, settings.Flip, settings.Jitter)).ToArray();
        var output = ((TeacherEyes)replica).call(train.Pictures(share.Samples, changes));
        return new StepLoss([TagLoss.Compute(output.TagLogits, train.Tags(share.Samples)!.Targets)], share.Samples.Length);
    }

    public IReadOnlyDictionary<string, double> Evaluate(LaneTeam lanes)
    {
        var chunks = Enumerable.Range(0, Math.Min(settings.EvaluateOn, dev.Count)).Chunk(EvaluationChunk).ToArray();
        var rows = lanes.Map(chunks, (model, chunk) =>
        {
            var logits = ((TeacherEyes)model).call(dev.Pictures(chunk, [.. chunk.Select(_ => Augmentation.None)])).TagLogits;
            return (Scores: logits.data<float>().ToArray(), Truth: dev.Tags(chunk)!.Targets.data<float>().ToArray());
        });
        float[] scores = [.. rows.SelectMany(r => r.Scores)];
        bool[] truth = [.. rows.SelectMany(r => r.Truth.Select(t => t > 0))];
        var mean = TagScores.Of(scores, truth, config.Tags).MeanAp;
        // Dev pictures none of which has a tag rank every checkpoint alike.
        return new Dictionary<string, double> { ["tagsAp"] = double.IsFinite(mean) ? mean : 0 };
    }

    public void Dispose() => store.Dispose();
}
