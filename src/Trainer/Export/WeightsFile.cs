using System.Buffers.Binary;
using TorchSharp;

namespace VlDistill.Trainer.Export;

/// <summary>Where one weight lies in the shared file: byte offset and length, shape, and whether it is stored as half precision.</summary>
public readonly record struct StoredWeight(string Name, long Offset, long Length, long[] Shape, bool Half);

/// <summary>The external-data file that all graphs of one model share: raw little-endian tensors one after another.</summary>
/// <remarks>Matrices and kernels are stored as float16; vectors (biases, norms) stay float32, they weigh nothing.</remarks>
public sealed class WeightsFile(string fileName)
{
    // ONNX Runtime maps external data in whole pages where it can; 64 bytes keeps every tensor aligned for vector loads.
    private const int Alignment = 64;
    private readonly MemoryStream content = new();
    private readonly Dictionary<string, StoredWeight> weights = [];
    private readonly Dictionary<string, (long Offset, long Length)> blocks = [];

    /// <summary>The file's name as the graphs refer to it, relative to them.</summary>
    public string FileName { get; } = fileName;

    /// <summary>Bytes so far.</summary>
    public long Length => content.Length;

    /// <summary>Says whether a tensor of this shape is stored as float16.</summary>
    public static bool IsHalf(long[] shape) => shape.Length >= 2;

    /// <summary>Stores a float32 tensor under its state-dict name, once for all graphs.</summary>
    /// <exception cref="ArgumentException">The name is taken by a tensor of another shape.</exception>
    public StoredWeight Add(string name, torch.Tensor tensor)
    {
        if (weights.TryGetValue(name, out var known))
            return known.Shape.SequenceEqual(tensor.shape) ? known : throw new ArgumentException($"weight {name} has two shapes");
        var offset = Align();
        var half = IsHalf(tensor.shape);
        using (torch.no_grad())
        using (var flat = tensor.detach().contiguous())
            Write(flat.data<float>().ToArray(), half);
        return weights[name] = new StoredWeight(name, offset, content.Length - offset, tensor.shape, half);
    }

    /// <summary>Stores a tensor of any type as it is, once for all graphs that name it so.</summary>
    public (long Offset, long Length) Add(string name, ReadOnlySpan<byte> bytes)
    {
        if (blocks.TryGetValue(name, out var known)) return known;
        var block = (Align(), bytes.Length);
        content.Write(bytes);
        return blocks[name] = block;
    }

    /// <summary>Writes the file into a folder.</summary>
    public void Save(string folder)
    {
        using var file = File.Create(Path.Combine(folder, FileName));
        content.WriteTo(file);
    }

    private long Align()
    {
        while (content.Length % Alignment != 0) content.WriteByte(0);
        return content.Length;
    }

    private void Write(float[] values, bool half)
    {
        var size = half ? 2 : 4;
        var bytes = new byte[values.Length * size];
        for (var i = 0; i < values.Length; i++)
        {
            if (half) BinaryPrimitives.WriteHalfLittleEndian(bytes.AsSpan(i * 2), (Half)values[i]);
            else BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * 4), values[i]);
        }
        content.Write(bytes);
    }
}
