using VlDistill.Metrics;
using VlDistill.Regions;
using VlDistill.Trainer.Losses;
using VlDistill.Trainer.Models;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Tasks;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.Vild;

/// <summary>Trains the region embedding head on cached maps: the text branch on proposals and boxes of base classes, the image branch on crops of proposals, whatever they show.</summary>
public sealed class VildTask : ITrainingTask, ITestedTask
{
    /// <summary>The classes the text branch learns, one a line, in the stage's folder.</summary>
    public const string BaseFile = "base.txt";

    private const int EvaluationChunk = 16;
    private readonly VildSettings settings;
    private readonly StageFolder folder;
    private readonly VildData data;
    private readonly Dictionary<VildSource, CropTargets> targets = [];
    private readonly Dictionary<int, int> places;
    private readonly float[] classes;
    private readonly int dimensions;

    public VildTask(VildSettings settings, RunContext context, StageFolder folder)
    {
        (this.settings, this.folder) = (settings, folder);
        if (settings.TextWeight == 0 && !LearnsCrops) throw new UserException($"stage {settings.Name}: has neither a text nor an image branch; give textWeight, or crops and imageWeight.");
        data = VildData.Open(settings, context);
        places = data.Base.Index().ToDictionary(b => b.Item, b => b.Index);
        using var sentences = SentenceEncoders.Open(settings.Text, context);
        dimensions = sentences.Width;
        classes = [.. ClassEmbeddings.Of(sentences, data.Labels).SelectMany(e => e)];
        File.WriteAllLines(folder.In(BaseFile), data.BaseNames);
        if (!LearnsCrops) return;
        using var encoder = CropEncoder.Open(context, settings.Crops);
        if (encoder.Width != dimensions) throw new UserException($"stage {settings.Name}: crops of {settings.Crops} have {encoder.Width} dimensions, sentences of {settings.Text} {dimensions}; use the text side it was trained with.");
        foreach (var source in data.Sources) targets[source] = CropTargets.Open(settings, context, source, encoder);
    }

    public int Samples => data.TrainingPictures;

    public string BestMetric => "base AP50";

    public IReadOnlyDictionary<string, string> Description => NetworkDescription.Of(Config);

    private bool LearnsCrops => settings.Crops.Length > 0 && settings.ImageWeight > 0;

    private VildConfig Config => new(data.Main.Maps.Channels, data.Main.Maps.Side, settings.Hidden, dimensions, settings.Heads);

    private Tensor Classes => tensor(classes, [data.Labels.Count, dimensions]);

    public nn.Module CreateModel() => new VildNetwork(Config);

    public bool IsPretrained(string parameter) => false;

    public StepLoss Step(nn.Module replica, StepShare share)
    {
        var network = (VildNetwork)replica;
        var pictures = share.Samples.Select(data.Training).ToArray();
        var proposals = pictures.Select(p => (IReadOnlyList<Box>)[.. p.Source.Proposals(p.Picture).Take(settings.ProposalsPerPicture).Select(r => r.Box)]).ToArray();
        var seen = pictures.Select(p => data.Seen(p.Source, p.Picture)).ToArray();
        // Labelled boxes are proposals too, as in two-stage detectors: the eyes' own seldom fit small things.
        IReadOnlyList<Box>[] regions = [.. proposals.Zip(seen, (p, s) => (IReadOnlyList<Box>)[.. p, .. s.Where(b => !b.Crowd).Select(b => b.Box)])];
        using var maps = cat([.. pictures.Select(p => p.Source.Maps.Maps([p.Picture]))]);
        var features = RoiAlign.Apply(maps, regions); // (B, R, C)
        var terms = new List<LossTerm>();
        if (settings.TextWeight > 0) terms.Add(TextTerm(network, features, regions, seen));
        if (LearnsCrops) terms.Add(ImageTerm(network, features, pictures, proposals));
        return new StepLoss(terms, share.Samples.Length);
    }

    public IReadOnlyDictionary<string, double> Evaluate(LaneTeam lanes)
    {
        var figures = VildFigures.Empty();
        figures.Add("", Detect(lanes, data.Main, data.Main.Dev(settings.EvaluateOn)), data);
        return figures.Figures;
    }

    public void WriteTest(int laneCount)
    {
        using var lanes = LaneTeam.Load(CreateModel, folder.Best, laneCount);
        var figures = VildFigures.Empty();
        foreach (var source in data.Sources)
        {
            var prefix = source == data.Main ? "" : source.Data.Name + " ";
            var samples = Detect(lanes, source, source.Test);
            figures.Add(prefix, samples, data);
            if (samples.Count > settings.ComparedPictures) figures.Add(prefix + VildFigures.Compared, [.. samples.Take(settings.ComparedPictures)], data);
            foreach (var (name, value) in ProposalRecall.Of(data, source)) figures.Figures[prefix + name] = value;
        }
        figures.Save(folder);
    }

    public void Dispose()
    {
        foreach (var target in targets.Values) target.Dispose();
        data.Dispose();
    }

    private LossTerm TextTerm(VildNetwork network, Tensor features, IReadOnlyList<Box>[] regions, IReadOnlyList<TruthBox>[] seen)
    {
        var longest = (int)features.shape[1];
        var wanted = regions.Zip(seen, (r, s) => ProposalMatch.Of(r, s, places)).SelectMany(t => t.Concat(Enumerable.Repeat(VildLosses.Ignored, longest - t.Length))).ToArray();
        var names = Classes.index_select(0, tensor(data.Base.Select(l => (long)l).ToArray()));
        var words = network.Text(features.flatten(0, 1));
        return VildLosses.Text(network.Background(words), words.matmul(names.t()), tensor(wanted), settings.Scale, settings.TextWeight);
    }

    /// <summary>Only the proposals whose crops were embedded go through the head.</summary>
    private LossTerm ImageTerm(VildNetwork network, Tensor features, (VildSource Source, int Picture)[] pictures, IReadOnlyList<Box>[] proposals)
    {
        var longest = features.shape[1];
        long[] rows = [.. proposals.SelectMany((p, i) => VildCrops.Spread(p.Count, settings.CropsPerPicture, settings.ProposalsPerPicture).Select(n => i * longest + n))];
        var wanted = cat([.. pictures.Select(p => targets[p.Source].Of(p.Picture))]);
        return VildLosses.Image(network.Image(features.flatten(0, 1).index_select(0, tensor(rows))), wanted, settings.ImageWeight);
    }

    private IReadOnlyList<DetectionSample> Detect(LaneTeam lanes, VildSource source, IEnumerable<int> pictures) =>
        [.. lanes.Map([.. pictures.Chunk(EvaluationChunk)], (model, chunk) => Detect((VildNetwork)model, source, chunk)).SelectMany(s => s)];

    private DetectionSample[] Detect(VildNetwork model, VildSource source, int[] pictures)
    {
        var proposals = pictures.Select(source.Proposals).ToArray();
        var output = model.call(RoiAlign.Apply(source.Maps.Maps(pictures), [.. proposals.Select(p => (IReadOnlyList<Box>)[.. p.Select(r => r.Box)])]));
        return [.. pictures.Select((picture, i) =>
        {
            var count = proposals[i].Count;
            var (words, looks, background) = (output.Text[i].narrow(0, 0, count), output.Image[i].narrow(0, 0, count), output.Background[i].narrow(0, 0, count));
            return new DetectionSample(source.Boxes[picture], VildScores.Detections(proposals[i], Probabilities(words, looks, background), settings.Objectness));
        })];
    }

    /// <summary>The background is asked only where the text branch has learned it.</summary>
    private Tensor Probabilities(Tensor words, Tensor looks, Tensor background)
    {
        var names = Classes.t();
        if (settings.TextWeight == 0) return VildScores.Probabilities(looks.matmul(names), null, settings.Scale);
        var text = VildScores.Probabilities(words.matmul(names), background, settings.Scale);
        return settings.Heads == 1 ? text : VildScores.Ensemble(text, VildScores.Probabilities(looks.matmul(names), null, settings.Scale), data.Novel);
    }
}
