using VlDistill.Metrics;
using VlDistill.Trainer.Models;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tasks;

/// <summary>Greedy captions of the dev split, scored: what every captioner's training reports, however it learns.</summary>
public static class CaptionEvaluation
{
    /// <summary>The figure that decides the best checkpoint.</summary>
    public const string BestMetric = "ciderD";

    private const int Chunk = 20;

    /// <param name="captioner">The transformer inside a lane's network.</param>
    public static IReadOnlyDictionary<string, double> Of(TextNetwork network, LaneTeam lanes, Func<nn.Module, VlTransformer> captioner, TextSettings settings)
    {
        var (data, first) = (network.Data, network.Data.Train.Count);
        var chunks = Enumerable.Range(first, Math.Min(settings.EvaluateOn, data.Dev.Count)).Chunk(Chunk).ToArray();
        var said = lanes.Map(chunks, (model, chunk) =>
        {
            var regions = network.Regions.Read(chunk);
            return SentenceDecoder.Greedy(captioner(model), regions.Features, regions.Boxes, regions.Counts, settings.MaxWords);
        }).SelectMany(c => c);
        var scores = CaptionScores.Of([.. said.Select((words, i) => CaptionSample.FromText(network.Words.Decode(words), data.Dev[i].Captions))]);
        return new Dictionary<string, double> { [BestMetric] = scores.CiderD, ["bleu4"] = scores.Bleu4, ["rougeL"] = scores.RougeL };
    }
}
