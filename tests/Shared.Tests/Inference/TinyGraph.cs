using System.Text;

namespace VlDistill.Tests.Inference;

/// <summary>Writes small ONNX files field by field (numbers of onnx.proto), so that tests run the real runtime without the trainer.</summary>
internal sealed class TinyGraph
{
    private const int Float = 1, Byte = 2, Int64 = 7;
    private readonly List<byte> body = [];

    /// <summary>An input; -1 = any size.</summary>
    public TinyGraph Input<T>(string name, params long[] shape) => Add(11, Value<T>(name, shape));

    public TinyGraph Output<T>(string name, params long[] shape) => Add(12, Value<T>(name, shape));

    public TinyGraph Constant(string name, float[] values, params long[] shape) => Constant<float>(name, Bytes(values), shape);

    public TinyGraph Constant(string name, long[] values, params long[] shape) => Constant<long>(name, Bytes(values), shape);

    /// <summary>A node; attributes are whole numbers or lists of them.</summary>
    public TinyGraph Node(string type, string[] inputs, string output, params (string Name, object Value)[] attributes) => Add(1, [
        .. inputs.SelectMany(i => Text(1, i)), .. Text(2, output), .. Text(4, type),
        .. attributes.SelectMany(a => Field(5, [.. Text(1, a.Name), .. a.Value is long[] many
            ? (byte[])[.. many.SelectMany(i => Number(8, i)), .. Number(20, 7)]
            : [.. Number(3, Convert.ToInt64(a.Value)), .. Number(20, 2)]]))]);

    public void Save(string path) => File.WriteAllBytes(path, [.. Number(1, 8), .. Field(7, [.. body, .. Text(2, "tiny")]), .. Field(8, Number(2, 18))]);

    private TinyGraph Constant<T>(string name, byte[] raw, long[] shape) =>
        Add(5, [.. shape.SelectMany(s => Number(1, s)), .. Number(2, Code<T>()), .. Text(8, name), .. Field(9, raw)]);

    private TinyGraph Add(int field, byte[] value)
    {
        body.AddRange(Field(field, value));
        return this;
    }

    private static byte[] Value<T>(string name, long[] shape) => [.. Text(1, name), .. Field(2, Field(1, [.. Number(1, Code<T>()),
        .. Field(2, [.. shape.SelectMany((s, i) => Field(1, s < 0 ? Text(2, $"{name}{i}") : Number(1, s)))])]))];

    private static int Code<T>() => typeof(T) == typeof(float) ? Float : typeof(T) == typeof(byte) ? Byte : Int64;

    private static byte[] Bytes<T>(T[] values) where T : struct
    {
        var bytes = new byte[Buffer.ByteLength(values)];
        Buffer.BlockCopy(values, 0, bytes, 0, bytes.Length);
        return bytes;
    }

    private static byte[] Text(int field, string value) => Field(field, Encoding.UTF8.GetBytes(value));

    private static byte[] Field(int field, byte[] value) => [.. Varint((ulong)(field << 3 | 2)), .. Varint((ulong)value.Length), .. value];

    private static byte[] Number(int field, long value) => [.. Varint((ulong)(field << 3)), .. Varint((ulong)value)];

    private static IEnumerable<byte> Varint(ulong value)
    {
        for (; value > 127; value >>= 7) yield return (byte)(value & 127 | 128);
        yield return (byte)value;
    }
}
