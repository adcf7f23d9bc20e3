using VlDistill.Metrics;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Tasks;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Data.Crops;

/// <summary>Pictures of single objects with their classes, cut once and kept on disk: training crops first, then dev, then test.</summary>
public sealed class ObjectCrops : IDisposable
{
    private readonly IReadOnlyList<ObjectCrop> all;
    private readonly DataSet data;
    private readonly RecordFile file;

    private ObjectCrops(DataSet data, CropSelection selection, RecordFile file, string key, CropSettings settings)
    {
        (this.data, this.file, Key, Size, Margin) = (data, file, key, settings.Size, settings.Margin);
        all = [.. selection.Train, .. selection.Dev, .. selection.Test];
        Classes = selection.Classes;
        Train = selection.Train.Count;
        Dev = [.. Enumerable.Range(Train, selection.Dev.Count)];
        Test = [.. Enumerable.Range(Train + Dev.Length, selection.Test.Count)];
    }

    /// <summary>Names of the classes.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Number of training crops, which come first.</summary>
    public int Train { get; }

    /// <summary>Numbers of the dev crops.</summary>
    public int[] Dev { get; }

    /// <summary>Numbers of the test crops.</summary>
    public int[] Test { get; }

    /// <summary>Short name of which crops these are and how they were cut.</summary>
    public string Key { get; }

    /// <summary>Side of a crop that a network sees, in pixels.</summary>
    public int Size { get; }

    /// <summary>How much wider the stored crop is, in pixels.</summary>
    public int Margin { get; }

    /// <summary>Opens the crops of a data set, made now where they are absent.</summary>
    /// <exception cref="UserException">There are no boxes, or no class has enough of them.</exception>
    public static ObjectCrops Open(CropSettings settings, RunContext context)
    {
        var data = context.Data.Open(settings.Data);
        var (labels, boxes) = DetectionData.Boxes(settings.Boxes, context, data);
        var rule = new CropRule((double)settings.LeastPixels / settings.PictureSize, settings.MostTrain, settings.MostTested, settings.LeastTrain, settings.LeastTested);
        IReadOnlyList<TruthBox>[] ofPictures = [.. data.All.Select(s => boxes.GetValueOrDefault(s.Id) ?? throw new UserException($"{s.Id} has no boxes in stage {settings.Boxes}."))];
        var selection = CropSelection.Of(ofPictures, data.Train.Count, data.Dev.Count, labels, rule);
        if (selection.Classes.Count == 0) throw new UserException($"stage {settings.Name}: no class has {settings.LeastTrain} training and {settings.LeastTested} test crops; lower leastTrain or leastTested.");
        if (selection.Dev.Count == 0) throw new UserException($"stage {settings.Name}: data set {settings.Data} has no dev crops to choose a checkpoint by.");
        ObjectCrop[] all = [.. selection.Train, .. selection.Dev, .. selection.Test];
        var stored = settings.Size + settings.Margin;
        var key = CacheKey.Of([data.Name, FormattableString.Invariant($"{settings.PictureSize} {stored} {settings.Enlarge}"), .. all.Select(c => FormattableString.Invariant($"{data.All[c.Picture].Id} {c.Box}"))]);
        using var pictures = context.Pictures(data, settings.PictureSize);
        var file = RecordFile.Open(Path.Combine(context.Cache, $"crops-{data.Name}-{stored}-{key}.bin"), all.Length, stored * stored * 3, Fill, context.Progress, context.Stop);
        return new ObjectCrops(data, selection, file, key, settings);

        void Fill(int first, Memory<byte>[] records) => Parallel.For(0, records.Length, i =>
        {
            var crop = all[first + i];
            CropCutter.Cut(pictures[crop.Picture], pictures.Size, CropCutter.Window(crop.Box, settings.Enlarge, pictures.Size), stored, records[i].Span);
        });
    }

    /// <summary>uint8 (B, S, S, 3), changed as asked.</summary>
    public Tensor Pictures(int[] crops, CropChange[] changes)
    {
        var (row, stored) = (Size * 3, (Size + Margin) * 3);
        var bytes = new byte[crops.Length * Size * row];
        for (var i = 0; i < crops.Length; i++)
        {
            var source = file[crops[i]];
            var target = bytes.AsSpan(i * Size * row, Size * row);
            for (var y = 0; y < Size; y++) source.Slice((changes[i].Y + y) * stored + changes[i].X * 3, row).CopyTo(target[(y * row)..]);
            changes[i].Pixels.Apply(target, Size);
        }
        return tensor(bytes, [crops.Length, Size, Size, 3], ScalarType.Byte);
    }

    /// <summary>Classes as int64 (B).</summary>
    public Tensor Labels(int[] crops) => tensor(crops.Select(c => (long)all[c].Class).ToArray());

    /// <summary>The class of a crop.</summary>
    public int Class(int crop) => all[crop].Class;

    /// <summary>The picture a crop was cut from.</summary>
    public Sample Source(int crop) => data.All[all[crop].Picture];

    public void Dispose() => file.Dispose();
}
