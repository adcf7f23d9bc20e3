using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using VlDistill.Regions;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Stages;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace VlDistill.Trainer.Methods.Vild;

/// <summary>What a frozen network saw in crops of a data set's pictures, as float16 on disk: made once, read by every training.</summary>
public sealed class CropFeatures : IDisposable
{
    private const int PictureSize = 224;
    private readonly RecordFile file;

    private CropFeatures(RecordFile file, int width) => (this.file, Width) = (file, width);

    /// <summary>Numbers of a feature.</summary>
    public int Width { get; }

    /// <summary>Crops are of the stored pictures of 224 × 224 pixels; the file's name holds the hashes of network, pictures and boxes.</summary>
    /// <param name="name">Of the file.</param>
    /// <param name="crops">Boxes of every picture, in the order of the data set's splits.</param>
    public static CropFeatures Open(RunContext context, DataSet data, string name, CropNetwork network, IReadOnlyList<IReadOnlyList<Box>> crops)
    {
        var key = CacheKey.Of([network.Fingerprint, data.Name, .. data.All.Select(s => s.Id), .. crops.Select(c => string.Join(' ', c))]);
        var pictures = new Lazy<PictureStore>(() => context.Pictures(data, PictureSize));
        var file = RecordFile.Open(Path.Combine(context.Cache, $"crops-{name}-{key}.bin"), crops.Select(c => c.Count * network.Width * sizeof(ushort)), (first, records) =>
        {
            var store = pictures.Value;
            Parallel.For(0, records.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i => Fill(network, store, first + i, crops[first + i], records[i].Span));
        }, context.Progress, context.Stop);
        if (pictures.IsValueCreated) pictures.Value.Dispose();
        return new CropFeatures(file, network.Width);
    }

    /// <summary>Features of all crops of pictures, one after the other: (crops, F).</summary>
    public Tensor Read(IReadOnlyList<int> pictures)
    {
        var values = new float[pictures.Sum(Count) * Width];
        var at = 0;
        foreach (var picture in pictures)
        {
            TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(file[picture]), values.AsSpan(at));
            at += Count(picture) * Width;
        }
        return tensor(values, [values.Length / Width, Width]);
    }

    /// <summary>Crops of a picture.</summary>
    public int Count(int picture) => file[picture].Length / (Width * sizeof(ushort));

    public void Dispose() => file.Dispose();

    private static void Fill(CropNetwork network, PictureStore store, int picture, IReadOnlyList<Box> crops, Span<byte> record)
    {
        var feature = new float[network.Width];
        for (var i = 0; i < crops.Count; i++)
        {
            network.Look(store[picture], store.Size, crops[i], feature);
            TensorPrimitives.ConvertToHalf(feature, MemoryMarshal.Cast<byte, Half>(record.Slice(i * feature.Length * sizeof(ushort), feature.Length * sizeof(ushort))));
        }
    }
}
