using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace VlDistill.Trainer.Methods.Vild;

/// <summary>Embeddings of the crops of training proposals, computed once (Gu et al. 2022, section 3.3) and kept as float16.</summary>
public sealed class CropTargets : IDisposable
{
    private readonly RecordFile file;
    private readonly int width;

    private CropTargets(RecordFile file, int width) => (this.file, this.width) = (file, width);

    /// <summary>Opens a set's targets, made now where they are absent.</summary>
    public static CropTargets Open(VildSettings settings, RunContext context, VildSource source, CropEncoder encoder)
    {
        using var features = VildCrops.Training(settings, context, source, encoder.Network);
        var key = CacheKey.Of([encoder.Fingerprint, CacheKey.OfFile(context.Finished(settings.Eyes).Best), $"{settings.CropsPerPicture} {settings.ProposalsPerPicture}", source.Data.Name, .. source.Data.Train.Select(s => s.Id)]);
        var file = RecordFile.Open(Path.Combine(context.Cache, $"crop-targets-{key}.bin"), Enumerable.Range(0, source.Data.Train.Count).Select(p => features.Count(p) / 2 * encoder.Width * sizeof(ushort)), (first, records) =>
        {
            using var off = no_grad();
            for (var i = 0; i < records.Length; i++)
            {
                if (records[i].Length == 0) continue;
                using var scope = NewDisposeScope();
                TensorPrimitives.ConvertToHalf(CropEncoder.Both(encoder.Directions(features.Read([first + i]))).contiguous().data<float>().ToArray(), MemoryMarshal.Cast<byte, Half>(records[i].Span));
            }
        }, context.Progress, context.Stop);
        return new CropTargets(file, encoder.Width);
    }

    /// <summary>Targets of a picture's spread proposals, in their order: (crops, D).</summary>
    public Tensor Of(int picture)
    {
        var halves = MemoryMarshal.Cast<byte, Half>(file[picture]);
        var values = new float[halves.Length];
        TensorPrimitives.ConvertToSingle(halves, values);
        return tensor(values, [values.Length / width, width]);
    }

    public void Dispose() => file.Dispose();
}
