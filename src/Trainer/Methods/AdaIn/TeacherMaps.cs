using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Models;
using VlDistill.Trainer.Stages;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace VlDistill.Trainer.Methods.AdaIn;

/// <summary>What the frozen teacher sees in every changed picture of the training set, on disk: its maps as float16, channels last, and its logits.</summary>
public sealed class TeacherMaps : IDisposable
{
    private const int Batch = 64;

    /// <summary>Pictures over which the units are measured.</summary>
    private const int Measured = 512;

    private static readonly TrunkStage[] stages = Enum.GetValues<TrunkStage>();
    private readonly RecordFile file;
    private readonly long[][] shapes;
    private readonly int outputs;
    private readonly ChannelUnits[] units;

    private TeacherMaps(RecordFile file, long[][] shapes, int outputs)
    {
        (this.file, this.shapes, this.outputs) = (file, shapes, outputs);
        using var scope = NewDisposeScope();
        var step = Math.Max(1, file.Count / Measured);
        var raw = Raw([.. Enumerable.Range(0, Math.Min(Measured, file.Count)).Select(i => i * step)]);
        units = [.. stages.Select(s => ChannelUnits.Of(raw.Of(s), centred: s != TrunkStage.Grid))];
    }

    /// <summary>In which units <see cref="Read"/> gives a map.</summary>
    public ChannelUnits Units(TrunkStage stage) => units[(int)stage];

    /// <summary>Opens the file, made now where it is absent.</summary>
    /// <param name="name">Of the file: names the teacher, its checkpoint and the pictures.</param>
    public static TeacherMaps Open(RunContext context, string name, CropClassifier teacher, PictureForms forms)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var trial = teacher.call(forms.Read([0]));
        long[][] shapes = [.. stages.Select(s => trial.Maps.Of(s).shape[1..])];
        var outputs = (int)trial.Logits.shape[1];
        var bytes = (int)shapes.Sum(s => s.Aggregate(1L, (a, b) => a * b)) * sizeof(ushort);
        // A whole number of floats before the logits.
        var file = RecordFile.Open(Path.Combine(context.Cache, name), forms.Count, (bytes + 3) / 4 * 4 + outputs * sizeof(float), Fill, context.Progress, context.Stop);
        return new TeacherMaps(file, shapes, outputs);

        void Fill(int first, Memory<byte>[] records)
        {
            using var quiet = no_grad();
            foreach (var chunk in Enumerable.Range(0, records.Length).Chunk(Batch)) Write(teacher, forms.Read([.. chunk.Select(i => first + i)]), [.. chunk.Select(i => records[i])]);
        }
    }

    /// <summary>The teacher's view of a batch, its maps in <see cref="Units"/>.</summary>
    public TeacherView Read(int[] pictures)
    {
        var raw = Raw(pictures);
        var logits = new float[pictures.Length * outputs];
        for (var i = 0; i < pictures.Length; i++) MemoryMarshal.Cast<byte, float>(file[pictures[i]][^(outputs * sizeof(float))..]).CopyTo(logits.AsSpan(i * outputs));
        var maps = stages.Select(s => Units(s).From(raw.Of(s))).ToArray();
        return new TeacherView(new TrunkMaps(maps[0], maps[1], maps[2]), tensor(logits, [pictures.Length, outputs]));
    }

    public void Dispose()
    {
        foreach (var unit in units) unit.Dispose();
        file.Dispose();
    }

    private TrunkMaps Raw(int[] pictures)
    {
        var offset = 0;
        var maps = shapes.Select(shape =>
        {
            var length = (int)shape.Aggregate(1L, (a, b) => a * b);
            var values = new float[pictures.Length * length];
            for (var i = 0; i < pictures.Length; i++)
                TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(file[pictures[i]].Slice(offset, length * sizeof(ushort))), values.AsSpan(i * length));
            offset += length * sizeof(ushort);
            return tensor(values, [pictures.Length, shape[1], shape[2], shape[0]]).permute(0, 3, 1, 2);
        }).ToArray();
        return new TrunkMaps(maps[0], maps[1], maps[2]);
    }

    private static void Write(CropClassifier teacher, Tensor pictures, Memory<byte>[] records)
    {
        using var scope = NewDisposeScope();
        var output = teacher.call(pictures);
        var offset = 0;
        foreach (var stage in stages)
        {
            var values = output.Maps.Of(stage).permute(0, 2, 3, 1).contiguous().data<float>().ToArray();
            var length = values.Length / records.Length;
            for (var i = 0; i < records.Length; i++)
                TensorPrimitives.ConvertToHalf(values.AsSpan(i * length, length), MemoryMarshal.Cast<byte, Half>(records[i].Span.Slice(offset, length * sizeof(ushort))));
            offset += length * sizeof(ushort);
        }
        var logits = output.Logits.contiguous().data<float>().ToArray();
        var row = logits.Length / records.Length;
        for (var i = 0; i < records.Length; i++) logits.AsSpan(i * row, row).CopyTo(MemoryMarshal.Cast<byte, float>(records[i].Span[^(row * sizeof(float))..]));
    }
}
