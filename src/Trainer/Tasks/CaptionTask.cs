using VlDistill.Metrics;
using VlDistill.Regions;
using VlDistill.Text;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Features;
using VlDistill.Trainer.Losses;
using VlDistill.Trainer.Models;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tasks;

/// <summary>Trains a vision-language transformer to say captions of cached region features, the picture's prefix encoded once for all its captions.</summary>
public sealed class CaptionTask : ITrainingTask
{
    /// <summary>The vocabulary in the stage's folder.</summary>
    public const string VocabularyFile = "vocab.txt";

    private const int EvaluationChunk = 20;
    private readonly CaptionSettings settings;
    private readonly DataSet data;
    private readonly Vocabulary vocabulary;
    private readonly FeatureCache features, boxes;
    private readonly int[][][] captions;
    private readonly VlConfig config;

    public CaptionTask(CaptionSettings settings, RunContext context, StageFolder folder)
    {
        this.settings = settings;
        data = context.Data.Open(settings.Data);
        vocabulary = Vocabulary.Build(data.Train.SelectMany(s => s.Captions), settings.MinimumUses);
        vocabulary.Save(folder.In(VocabularyFile));
        features = FeaturesStage.Open(context, data, settings.Eyes);
        boxes = settings.Boxes == settings.Eyes ? features : FeaturesStage.Open(context, data, settings.Boxes);
        captions = [.. data.Train.Select(s => s.Captions.Select(vocabulary.Encode).Where(c => c.Length > 0).Select(c => c[..Math.Min(c.Length, settings.MaxWords)]).ToArray())];
        config = new VlConfig(features.Channels, vocabulary.Count, settings.Width, settings.Layers, settings.Heads,
            settings.Inner > 0 ? settings.Inner : 4 * settings.Width, settings.MaxWords + 1, settings.Dropout, settings.TiedOutput);
    }

    public int Samples => data.Train.Count;

    public string BestMetric => "ciderD";

    public IReadOnlyDictionary<string, string> Description => NetworkDescription.Of(config);

    public nn.Module CreateModel() => new VlTransformer(config);

    public bool IsPretrained(string parameter) => false;

    public StepLoss Step(nn.Module replica, StepShare share)
    {
        var packed = PackedCaptions.Pack([.. share.Samples.Select(s => Choose(s, share))]);
        var (regions, places, counts) = Regions(share.Samples);
        long[] shape = [packed.Pictures, packed.Length];
        var mask = AttentionMasks.PrefixLm((int)regions.shape[1], counts, packed);
        var output = ((VlTransformer)replica).call(new VlInput(regions, places, tensor(packed.Inputs, shape), tensor(packed.Positions, shape), mask));
        return new StepLoss([CaptionLoss.Compute(output.Logits, tensor(packed.Targets, shape), settings.LabelSmoothing)], packed.Words);
    }

    public IReadOnlyDictionary<string, double> Evaluate(LaneTeam lanes)
    {
        var first = data.Train.Count;
        var chunks = Enumerable.Range(first, Math.Min(settings.EvaluateOn, data.Dev.Count)).Chunk(EvaluationChunk).ToArray();
        var said = lanes.Map(chunks, (model, chunk) =>
        {
            var (regions, places, counts) = Regions(chunk);
            return GreedyDecoder.Decode((VlTransformer)model, regions, places, counts, settings.MaxWords);
        }).SelectMany(c => c);
        var scores = CaptionScores.Of([.. said.Select((words, i) => CaptionSample.FromText(vocabulary.Decode(words), data.Dev[i].Captions))]);
        return new Dictionary<string, double> { ["ciderD"] = scores.CiderD, ["bleu4"] = scores.Bleu4, ["rougeL"] = scores.RougeL };
    }

    public void Dispose()
    {
        features.Dispose();
        if (boxes != features) boxes.Dispose();
    }

    /// <summary>A picture's captions of this step: all, or as many as the settings say, drawn by seed, step and sample.</summary>
    private IReadOnlyList<int[]> Choose(int sample, StepShare share)
    {
        var all = captions[sample];
        if (all.Length <= settings.Captions) return all;
        var random = new SeededRandom(share.Seed, (ulong)share.Step, (ulong)sample);
        return [.. all.OrderBy(_ => random.Next()).Take(settings.Captions)];
    }

    /// <summary>Region features (B, R, C), boxes (B, R, 4) and the number of real regions of pictures, by their number in all splits.</summary>
    private (Tensor Regions, Tensor Boxes, int[] Counts) Regions(int[] pictures)
    {
        var tokens = pictures.Select(p => RegionSet.From(boxes.Boxes(p)).Tokens).ToArray();
        var longest = tokens.Max(t => t.Count);
        var places = new float[pictures.Length * longest * 4];
        for (var p = 0; p < tokens.Length; p++)
            for (var i = 0; i < tokens[p].Count; i++)
            {
                var box = tokens[p][i];
                ((ReadOnlySpan<float>)[box.X1, box.Y1, box.X2, box.Y2]).CopyTo(places.AsSpan((p * longest + i) * 4));
            }
        return (RoiAlign.Apply(features.Maps(pictures), tokens), tensor(places, [pictures.Length, longest, 4]), [.. tokens.Select(t => t.Count)]);
    }
}
