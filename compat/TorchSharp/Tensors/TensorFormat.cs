namespace TorchSharp.Utils;

/// <summary>The real package's tensor format: LEB128 element type, LEB128 rank and sizes, raw elements.</summary>
internal static class TensorFormat
{
    internal static void WriteNumber(BinaryWriter writer, long value)
    {
        do
        {
            byte low = (byte)(value & 0x7f);
            value >>= 7;
            writer.Write((byte)(value == 0 ? low : low | 0x80));
        }
        while (value != 0);
    }

    internal static long ReadNumber(BinaryReader reader)
    {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            long next = reader.ReadByte();
            value |= (next & 0x7f) << shift;
            if ((next & 0x80) == 0)
            {
                return value;
            }
        }
        throw new InvalidDataException("a number in the file has too many bytes");
    }

    internal static unsafe void Write(BinaryWriter writer, torch.Tensor tensor)
    {
        WriteNumber(writer, (long)tensor.dtype);
        WriteNumber(writer, tensor.ndim);
        foreach (long size in tensor.shape)
        {
            WriteNumber(writer, size);
        }
        using (torch.no_grad())
        {
            using var packed = tensor.contiguous();
            long bytes = packed.NumberOfElements * packed.ElementSize;
            for (long at = 0; at < bytes; at += int.MaxValue / 2)
            {
                writer.Write(new ReadOnlySpan<byte>((byte*)packed.Data + at, (int)Math.Min(int.MaxValue / 2, bytes - at)));
            }
        }
    }

    internal static unsafe torch.Tensor Read(BinaryReader reader)
    {
        var type = (torch.ScalarType)ReadNumber(reader);
        var sizes = new long[ReadNumber(reader)];
        for (int i = 0; i < sizes.Length; i++)
        {
            sizes[i] = ReadNumber(reader);
        }
        var tensor = torch.Tensor.Allocate(sizes, type);
        long bytes = tensor.NumberOfElements * tensor.ElementSize;
        for (long at = 0; at < bytes; at += int.MaxValue / 2)
        {
            reader.BaseStream.ReadExactly(new Span<byte>((byte*)tensor.Data + at, (int)Math.Min(int.MaxValue / 2, bytes - at)));
        }
        return tensor;
    }
}
