using VlDistill.Trainer.Data;
using VlDistill.Trainer.Losses;
using VlDistill.Trainer.Methods.DistillVlm;
using VlDistill.Trainer.Models;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tasks;

/// <summary>Trains a vision-language transformer to say captions of cached region features, the picture's prefix encoded once for all its captions.</summary>
public sealed class CaptionTask : ITrainingTask
{
    private readonly CaptionSettings settings;
    private readonly TextNetwork network;
    private readonly int[][][] captions;
    private readonly Distiller? distiller;

    public CaptionTask(CaptionSettings settings, RunContext context, StageFolder folder)
    {
        this.settings = settings;
        var data = context.Data.Open(settings.Data);
        network = new TextNetwork(settings, context, folder, data, data.Train.SelectMany(s => s.Captions));
        captions = [.. data.Train.Select(s => s.Captions.Select(network.Words.Encode).Where(c => c.Length > 0).Select(c => c[..Math.Min(c.Length, settings.MaxWords)]).ToArray())];
        if (settings.Distil.Teacher.Length > 0 && captions.Max(c => c.Length) is var most && most > settings.Captions)
            throw new UserException($"stage {settings.Name}: captions is {settings.Captions}, but a teacher speaks about all {most} of a picture; set captions to {most}.");
        distiller = Distiller.Open(settings, context, folder, network, 0,
            DistillTexts.Fixed(Samples, s => [.. captions[s].Select(TextSegment.Caption)], causal: true, SoftLabels.Words));
    }

    public int Samples => network.Data.Train.Count;

    public string BestMetric => CaptionEvaluation.BestMetric;

    public IReadOnlyDictionary<string, string> Description => Distiller.Describe(distiller, NetworkDescription.Of(network.Config));

    public nn.Module CreateModel() => Distiller.Wrap(distiller, network.Start(new VlTransformer(network.Config)));

    public bool IsPretrained(string parameter) => false;

    public StepLoss Step(nn.Module replica, StepShare share)
    {
        var packed = PackedTexts.Captions([.. share.Samples.Select(s => Choose(s, share))]);
        var regions = network.Regions.Read(share.Samples);
        long[] shape = [packed.Pictures, packed.Length];
        var output = DistilledStudent.Of<VlTransformer>(replica).call(regions.Before(packed, causal: true));
        var loss = CaptionLoss.Compute(output.Logits, tensor(packed.Targets, shape), settings.LabelSmoothing);
        return new StepLoss([loss, .. distiller?.Terms(replica, output, null, regions, packed, share) ?? []], packed.Words);
    }

    public void AfterStep(nn.Module model, StepShare batch) => distiller?.AfterStep(model, batch);

    public IReadOnlyDictionary<string, double> Evaluate(LaneTeam lanes) => CaptionEvaluation.Of(network, lanes, DistilledStudent.Of<VlTransformer>, settings);

    public void Dispose()
    {
        distiller?.Dispose();
        network.Dispose();
    }

    /// <summary>A picture's captions of this step: all, or as many as the settings say, drawn by seed, step and sample.</summary>
    private IReadOnlyList<int[]> Choose(int sample, StepShare share)
    {
        var all = captions[sample];
        if (all.Length <= settings.Captions) return all;
        var random = new SeededRandom(share.Seed, (ulong)share.Step, (ulong)sample);
        return [.. all.OrderBy(_ => random.Next()).Take(settings.Captions)];
    }
}
