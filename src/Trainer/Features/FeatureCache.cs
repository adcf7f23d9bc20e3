using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using VlDistill.Regions;
using VlDistill.Trainer.Data;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace VlDistill.Trainer.Features;

/// <summary>What trained eyes saw in every picture of a data set: float16 maps and, for eyes with a detector, their boxes.</summary>
/// <remarks>The file's name holds the checkpoint's hash and the sample ids', so a changed network or list never meets old features.</remarks>
public sealed class FeatureCache(RecordFile file, int channels, int side) : IBoxSource, IDisposable
{
    /// <summary>Detections kept per picture, where nothing else is said.</summary>
    public const int MostBoxes = 10;

    private const int BoxFloats = 6;

    /// <summary>Channels of a map.</summary>
    public int Channels => channels;

    /// <summary>Cells per side of a map.</summary>
    public int Side => side;

    /// <summary>Bytes of a record: the map's halves, then count and boxes (x1, y1, x2, y2, label, score) as float32.</summary>
    public static int RecordBytes(int channels, int side, int mostBoxes = MostBoxes) => channels * side * side * sizeof(ushort) + (1 + mostBoxes * BoxFloats) * sizeof(float);

    /// <summary>Writes one record.</summary>
    public static void Write(Span<byte> record, ReadOnlySpan<float> map, IReadOnlyList<Region> boxes)
    {
        TensorPrimitives.ConvertToHalf(map, MemoryMarshal.Cast<byte, Half>(record[..(map.Length * sizeof(ushort))]));
        var tail = MemoryMarshal.Cast<byte, float>(record[(map.Length * sizeof(ushort))..]);
        tail.Clear();
        tail[0] = Math.Min((tail.Length - 1) / BoxFloats, boxes.Count);
        for (var i = 0; i < tail[0]; i++)
        {
            var (box, label, score) = (boxes[i].Box, boxes[i].Label, boxes[i].Score);
            ((ReadOnlySpan<float>)[box.X1, box.Y1, box.X2, box.Y2, label, score]).CopyTo(tail[(1 + i * BoxFloats)..]);
        }
    }

    /// <summary>Maps of pictures: float32 (B, C, h, w).</summary>
    public Tensor Maps(ReadOnlySpan<int> pictures)
    {
        var length = channels * side * side;
        var values = new float[pictures.Length * length];
        for (var i = 0; i < pictures.Length; i++)
            TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(file[pictures[i]][..(length * sizeof(ushort))]), values.AsSpan(i * length, length));
        return tensor(values, [pictures.Length, channels, side, side]);
    }

    /// <summary>The detector's boxes in a picture, best first.</summary>
    public IReadOnlyList<Region> Boxes(int picture)
    {
        var tail = MemoryMarshal.Cast<byte, float>(file[picture][(channels * side * side * sizeof(ushort))..]);
        var boxes = new Region[(int)tail[0]];
        for (var i = 0; i < boxes.Length; i++)
        {
            var at = tail.Slice(1 + i * BoxFloats, BoxFloats);
            boxes[i] = new Region(new Box(at[0], at[1], at[2], at[3]), (int)at[4], at[5]);
        }
        return boxes;
    }

    public void Dispose() => file.Dispose();
}
