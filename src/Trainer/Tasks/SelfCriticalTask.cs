using VlDistill.Text;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Features;
using VlDistill.Trainer.Losses;
using VlDistill.Trainer.Methods.SelfCritical;
using VlDistill.Trainer.Models;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tasks;

/// <summary>Raises the CIDEr-D of a captioner's own sentences: draws some of each picture and makes the better ones more probable.</summary>
public sealed class SelfCriticalTask : ITrainingTask
{
    private readonly SelfCriticalSettings settings;
    private readonly TextNetwork network;
    private readonly CiderReward reward;

    public SelfCriticalTask(SelfCriticalSettings settings, RunContext context, StageFolder folder)
    {
        this.settings = settings;
        if (settings.Init.Length == 0) throw new UserException($"stage {settings.Name}: \"init\" must name the captioner to start from; random words earn no reward.");
        if (settings.Distil.Teacher.Length > 0) throw new UserException($"stage {settings.Name}: self-critical training has no teacher; leave \"distil\" out.");
        var data = context.Data.Open(settings.Data);
        network = new TextNetwork(settings, context, folder, data, data.Train.SelectMany(s => s.Captions));
        reward = new CiderReward([.. data.Train.Select(s => s.Captions)], network.Words);
    }

    public int Samples => network.Data.Train.Count;

    public string BestMetric => CaptionEvaluation.BestMetric;

    public IReadOnlyDictionary<string, string> Description => NetworkDescription.Of(network.Config);

    public nn.Module CreateModel() => network.Start(new VlTransformer(network.Config));

    public bool IsPretrained(string parameter) => false;

    public StepLoss Step(nn.Module replica, StepShare share)
    {
        var model = (VlTransformer)replica;
        var regions = network.Regions.Read(share.Samples);
        var sentences = Draw(model, regions, share);
        double[][] rewards = [.. sentences.Select((said, i) => said.Select(s => reward.Of(share.Samples[i], s)).ToArray())];
        var packed = PackedTexts.Pack([.. sentences.Select(said => (TextSegment[])[.. said.Select(Segment)])]);
        long[] shape = [packed.Pictures, packed.Length];
        var output = model.call(regions.Before(packed, causal: true));
        var loss = SelfCriticalLoss.Compute(output.Logits, tensor(packed.Targets, shape), Spread(packed, rewards), packed.Words, settings.Temperature);
        return new StepLoss([loss, new LossTerm("reward", tensor((float)rewards.SelectMany(r => r).Average()), 0)], packed.Words);
    }

    public IReadOnlyDictionary<string, double> Evaluate(LaneTeam lanes) => CaptionEvaluation.Of(network, lanes, model => (VlTransformer)model, settings);

    public void Dispose() => network.Dispose();

    /// <summary>Drawn without dropout: the sentences of the network that will be shipped.</summary>
    private int[][][] Draw(VlTransformer model, RegionBatch regions, StepShare share)
    {
        var sampler = new SentenceSampler(share.Seed, share.Step, share.Samples, settings.Sentences, settings.Temperature);
        model.eval();
        var said = SentenceDecoder.Decode(model, regions.Features, regions.Boxes, regions.Counts, settings.Sentences, settings.MaxWords, sampler.Choose);
        model.train();
        return said;
    }

    /// <summary>Inputs and targets of a sentence drawn; its end is a target only if it was drawn too.</summary>
    private static TextSegment Segment(int[] said) => new([Vocabulary.Bos, .. said[..^1]], said);

    /// <summary>Each place's advantage: its sentence's. (B, T).</summary>
    private static Tensor Spread(PackedTexts packed, double[][] rewards)
    {
        var places = new float[packed.Pictures * packed.Length];
        for (var picture = 0; picture < packed.Pictures; picture++)
        {
            var advantages = SelfCriticalLoss.Advantages(rewards[picture]);
            for (var at = picture * packed.Length; at < (picture + 1) * packed.Length; at++)
                if (packed.Segments[at] != PackedTexts.PaddingSegment) places[at] = (float)advantages[packed.Segments[at]];
        }
        return tensor(places, [packed.Pictures, packed.Length]);
    }
}
