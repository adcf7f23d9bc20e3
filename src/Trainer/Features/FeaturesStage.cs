using TorchSharp;
using VlDistill.Regions;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Models;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Tasks;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Features;

/// <summary>What the stage kept.</summary>
public sealed record FeaturesReport(int Pictures, IReadOnlyList<string> Eyes);

/// <summary>Runs eyes over every picture of a data set, on all lanes, once; later stages open the result by the checkpoint.</summary>
public sealed class FeaturesStage(FeaturesSettings settings, RunContext context)
{
    private const int Batch = 8;

    public FeaturesReport Run()
    {
        var data = context.Data.Open(settings.Data);
        foreach (var eyes in settings.Eyes) Open(context, data, eyes, settings.Proposals ? BoxReading.Proposals : BoxReading.Detections).Dispose();
        return new FeaturesReport(data.All.Count, settings.Eyes);
    }

    /// <summary>The features of a stage's best checkpoint for all pictures of a data set in the order of its splits, made now where they are absent.</summary>
    public static FeatureCache Open(RunContext context, DataSet data, string stage) => Open(context, data, stage, BoxReading.Detections);

    /// <summary>The same with other boxes beside the maps.</summary>
    public static FeatureCache Open(RunContext context, DataSet data, string stage, BoxReading reading)
    {
        var checkpoint = context.Finished(stage).Best;
        var (channels, side, size) = TrainedEyes.Shape(checkpoint);
        var key = CacheKey.Of([CacheKey.OfFile(checkpoint), data.Name, .. data.All.Select(s => s.Id)]);
        var path = Path.Combine(context.Cache, $"{reading.Name}-{stage}-{key}.bin");
        var file = RecordFile.Open(path, data.All.Count, FeatureCache.RecordBytes(channels, side, reading.Most), Filler(context, data, checkpoint, size, reading), context.Progress, context.Stop);
        return new FeatureCache(file, channels, side);
    }

    /// <summary>Builds networks and pictures only when a record has to be made.</summary>
    private static RecordFile.Filler Filler(RunContext context, DataSet data, string checkpoint, int size, BoxReading reading)
    {
        var made = new Lazy<(PictureStore Pictures, LaneTeam Lanes)>(() =>
            (context.Pictures(data, size), new LaneTeam(() => TrainedEyes.Load(checkpoint), Environment.ProcessorCount, 0)));
        return (first, records) =>
        {
            var (pictures, lanes) = made.Value;
            lanes.Map([.. Enumerable.Range(0, records.Length).Chunk(Batch)], (model, chunk) =>
            {
                var (maps, boxes) = TrainedEyes.See(model, Read(pictures, first, chunk), reading);
                var values = maps.contiguous().data<float>().ToArray();
                var length = values.Length / chunk.Length;
                for (var i = 0; i < chunk.Length; i++) FeatureCache.Write(records[chunk[i]].Span, values.AsSpan(i * length, length), boxes[i]);
                return true;
            });
            if (first + records.Length < data.All.Count) return;
            lanes.Dispose();
            pictures.Dispose();
        };
    }

    private static Tensor Read(PictureStore pictures, int first, int[] chunk)
    {
        var length = pictures.Size * pictures.Size * 3;
        var bytes = new byte[chunk.Length * length];
        for (var i = 0; i < chunk.Length; i++) pictures.Copy(first + chunk[i], bytes.AsSpan(i * length, length), Augmentation.None);
        return tensor(bytes, [chunk.Length, pictures.Size, pictures.Size, 3], ScalarType.Byte);
    }
}
