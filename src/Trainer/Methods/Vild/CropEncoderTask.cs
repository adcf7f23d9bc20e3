using System.Diagnostics;
using VlDistill.Metrics;
using VlDistill.Regions;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Losses;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Tasks;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.Vild;

/// <summary>
/// Trains the image side of the image-text space on what may be known without novel boxes: whole pictures and their captions, crops of
/// base classes and their names, and unlabelled crops with the names that the frozen network believes in.
/// </summary>
public sealed class CropEncoderTask : ITrainingTask, ITestedTask
{
    private readonly CropEncoderSettings settings;
    private readonly StageFolder folder;
    private readonly VildData data;
    private readonly ISentenceEncoder sentences;
    private readonly CropNetwork network;
    private readonly Dictionary<VildSource, (CropFeatures Labelled, CropFeatures Proposed)> crops;
    private readonly float[] names, classes;
    private readonly int nameCount;
    private readonly CropEncoderTest test;

    public CropEncoderTask(CropEncoderSettings settings, RunContext context, StageFolder folder)
    {
        (this.settings, this.folder) = (settings, folder);
        data = VildData.Open(settings, context);
        sentences = SentenceEncoders.Open(settings.Text, context);
        network = new CropNetwork(settings.Network, context.Data);
        string[] known = settings.Names.Length > 0 ? [.. File.ReadAllLines(context.Data.Weight(settings.Names)).Where(l => l.Length > 0)] : [];
        if (known.Length > 0 && known.Length != network.Widths[^1]) throw new UserException($"stage {settings.Name}: {settings.Names} has {known.Length} names, the last output of {settings.Network.File} {network.Widths[^1]} numbers.");
        (nameCount, names) = (known.Length, [.. ClassEmbeddings.Of(sentences, known.Select(n => n.ToLowerInvariant()), synonyms: false).SelectMany(e => e)]);
        classes = [.. ClassEmbeddings.Of(sentences, data.Labels).SelectMany(e => e)];
        crops = data.Sources.ToDictionary(s => s, s => (VildCrops.WithLabels(context, data, s, network, settings.LabelledPerPicture), VildCrops.Training(settings, context, s, network)));
        test = new CropEncoderTest(settings, context, data, network, classes);
    }

    public int Samples => data.TrainingPictures;

    public string BestMetric => CropEncoderTest.BaseAccuracy;

    public IReadOnlyDictionary<string, string> Description => NetworkDescription.Of(Config);

    private CropProjectionConfig Config => new(network.Width - nameCount, nameCount, settings.Hidden, sentences.Width, settings.Dropout);

    public nn.Module CreateModel()
    {
        var model = new CropProjection(Config);
        using var off = no_grad();
        if (nameCount > 0) model.Names.copy_(tensor(names, [nameCount, sentences.Width]));
        return model;
    }

    public bool IsPretrained(string parameter) => false;

    public StepLoss Step(nn.Module replica, StepShare share)
    {
        var model = (CropProjection)replica;
        var pictures = share.Samples.Select(data.Training).ToArray();
        var whole = cat([.. pictures.Select(p => crops[p.Source].Labelled.Read([p.Picture]))]);
        var directions = model.call(whole);
        var counts = pictures.Select(p => crops[p.Source].Labelled.Count(p.Picture)).ToArray();
        long[] starts = [.. counts.Select((_, i) => (long)counts.Take(i).Sum())];
        var terms = new List<LossTerm>();
        if (Captions(pictures, share) is { Rows.Length: > 1 } said)
            terms.Add(VildLosses.Contrast(directions.index_select(0, tensor(said.Rows.Select(r => starts[r]).ToArray())), said.Embedded, settings.Scale, settings.CaptionWeight));
        terms.Add(Labels(directions, pictures, starts));
        if (nameCount > 0) terms.Add(Names(model, pictures, whole, directions));
        return new StepLoss(terms, share.Samples.Length);
    }

    public IReadOnlyDictionary<string, double> Evaluate(LaneTeam lanes) =>
        lanes.Map([[0]], (model, _) => test.Accuracy(((CropProjection)model).call, data.Main, crops[data.Main].Labelled, data.Main.Dev(settings.EvaluateOn)))[0];

    public void WriteTest(int laneCount)
    {
        using var model = new CropProjection(Config);
        Checkpoint.Load(folder.Best, model);
        model.eval();
        test.Write(folder, model.call, crops.ToDictionary(c => c.Key, c => c.Value.Labelled));
    }

    public void Dispose()
    {
        foreach (var (labelled, proposed) in crops.Values)
        {
            labelled.Dispose();
            proposed.Dispose();
        }
        data.Dispose();
        sentences.Dispose();
        network.Dispose();
    }

    /// <summary>One caption of each picture that has some, by the step's own draw.</summary>
    private (int[] Rows, Tensor Embedded) Captions((VildSource Source, int Picture)[] pictures, StepShare share)
    {
        int[] rows = settings.CaptionWeight == 0 ? [] : [.. Enumerable.Range(0, pictures.Length).Where(i => Sample(pictures[i]).Captions.Count > 0)];
        var said = sentences.Embed([.. rows.Select(r => new SeededRandom(share.Seed, (ulong)share.Step, (ulong)share.Samples[r]).Pick(Sample(pictures[r]).Captions))]);
        return (rows, tensor(said.SelectMany(s => s).ToArray(), [rows.Length, sentences.Width]));
    }

    private LossTerm Labels(Tensor directions, (VildSource Source, int Picture)[] pictures, long[] starts)
    {
        var seen = data.Base.Index().ToDictionary(b => b.Item, b => b.Index);
        var found = pictures.SelectMany((p, i) => VildCrops.Labelled(data, p.Source, p.Picture, settings.LabelledPerPicture).Select((box, n) => (Row: starts[i] + 1 + n, Class: (long)seen[box.Label]))).ToArray();
        var cosines = directions.index_select(0, tensor(found.Select(f => f.Row).ToArray())).matmul(ClassMatrix([.. data.Base]).t());
        return VildLosses.Labels(cosines, tensor(found.Select(f => f.Class).ToArray()), settings.Scale, settings.LabelWeight);
    }

    private LossTerm Names(CropProjection model, (VildSource Source, int Picture)[] pictures, Tensor whole, Tensor directions)
    {
        var proposed = cat([.. pictures.Where(p => crops[p.Source].Proposed.Count(p.Picture) > 0).Select(p => crops[p.Source].Proposed.Read([p.Picture]))]);
        var features = cat([whole, proposed]);
        return VildLosses.Names(cat([directions, model.call(proposed)]).matmul(model.Names.t()), model.Beliefs(features), settings.Scale, settings.NamesWeight);
    }

    private Tensor ClassMatrix(int[] labels) => tensor(classes, [data.Labels.Count, sentences.Width]).index_select(0, tensor(labels.Select(l => (long)l).ToArray()));

    private static Sample Sample((VildSource Source, int Picture) picture) => picture.Source.Data.All[picture.Picture];
}
