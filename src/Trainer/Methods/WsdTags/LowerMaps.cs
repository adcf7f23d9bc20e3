using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using TorchSharp;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Export;
using VlDistill.Trainer.Models;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace VlDistill.Trainer.Methods.WsdTags;

/// <summary>Every picture and its mirror image as a pretrained trunk's stride-16 map, on disk as float16: the layers below it are computed once.</summary>
public sealed class LowerMaps : IDisposable
{
    private const int Batch = 16;
    private readonly RecordFile file;
    private readonly int channels, side;

    private LowerMaps(RecordFile file, int channels, int side) => (this.file, this.channels, this.side) = (file, channels, side);

    /// <summary>Opens the maps of a data set, made now where they are absent.</summary>
    public static LowerMaps Open(WsdStudentSettings settings, RunContext context, DataSet data)
    {
        if (settings.Size % 32 != 0) throw new UserException($"stage {settings.Name}: size {settings.Size} must be a multiple of 32.");
        var weights = settings.Init.Length > 0 ? CacheKey.OfFile(context.Data.Weight(settings.Init)) : $"random {context.Seed}";
        using var shape = new Trunk(TrunkConfig.Named(settings.Trunk));
        var (channels, side) = (shape.Channels.Stride16, settings.Size / 16);
        var key = CacheKey.Of([settings.Trunk, weights, $"{settings.Size}", data.Name, .. data.All.Select(s => s.Id)]);
        var file = RecordFile.Open(Path.Combine(context.Cache, $"lower-{settings.Trunk}-{settings.Size}-{key}.bin"), data.All.Count, 2 * channels * side * side * sizeof(ushort),
            (first, records) => Fill(settings, context, data, first, records), context.Progress, context.Stop);
        return new LowerMaps(file, channels, side);
    }

    /// <summary>A trunk as every training starts it.</summary>
    public static void Start(Trunk trunk, WsdStudentSettings settings, RunContext context)
    {
        if (settings.Init.Length > 0) OnnxInitializers.Load(context.Data.Weight(settings.Init), trunk);
    }

    /// <summary>Maps of pictures, mirrored where asked: float32 (B, C, h, w).</summary>
    public Tensor Read(int[] pictures, bool[] mirrored)
    {
        var length = channels * side * side;
        var values = new float[pictures.Length * length];
        for (var i = 0; i < pictures.Length; i++)
        {
            var halves = MemoryMarshal.Cast<byte, Half>(file[pictures[i]]);
            TensorPrimitives.ConvertToSingle(halves.Slice(mirrored[i] ? length : 0, length), values.AsSpan(i * length, length));
        }
        using var rows = tensor(values, [pictures.Length, side, side, channels]);
        return rows.permute(0, 3, 1, 2);
    }

    public void Dispose() => file.Dispose();

    private static void Fill(WsdStudentSettings settings, RunContext context, DataSet data, int first, Memory<byte>[] records)
    {
        using var off = no_grad();
        using var pictures = context.Pictures(data, settings.Size);
        manual_seed((long)context.Seed);
        using var trunk = new Trunk(TrunkConfig.Named(settings.Trunk));
        Start(trunk, settings, context);
        foreach (var chunk in Enumerable.Range(0, records.Length).Chunk(Batch))
        {
            using var scope = NewDisposeScope();
            foreach (var mirrored in (bool[])[false, true])
            {
                var length = pictures.Size * pictures.Size * 3;
                var bytes = new byte[chunk.Length * length];
                for (var i = 0; i < chunk.Length; i++) pictures.Copy(first + chunk[i], bytes.AsSpan(i * length, length), new Augmentation(mirrored, 1, 1));
                var maps = trunk.Lower(Pixels.ToInput(tensor(bytes, [chunk.Length, pictures.Size, pictures.Size, 3], ScalarType.Byte)));
                // Rows of pixels, all channels of one together: how convolutions read them fastest.
                var values = maps.permute(0, 2, 3, 1).contiguous().data<float>().ToArray();
                var row = values.Length / chunk.Length;
                for (var i = 0; i < chunk.Length; i++)
                    TensorPrimitives.ConvertToHalf(values.AsSpan(i * row, row), MemoryMarshal.Cast<byte, Half>(records[chunk[i]].Span).Slice(mirrored ? row : 0, row));
            }
        }
    }
}
