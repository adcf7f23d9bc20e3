using System.Text;

namespace VlDistill.Compat.OnnxRuntime.Tests;

/// <summary>The bytes of an ONNX model with one node, sum = a + b, float vectors of any length; written field by field after onnx.proto.</summary>
internal static class AddModel
{
    public static byte[] Bytes()
    {
        byte[] node = [.. Text(1, "a"), .. Text(1, "b"), .. Text(2, "sum"), .. Text(4, "Add")];
        byte[] graph = [.. Message(1, node), .. Text(2, "add"), .. Message(11, Vector("a")), .. Message(11, Vector("b")), .. Message(12, Vector("sum"))];
        byte[] opset = [.. Text(1, ""), .. Number(2, 13)];
        return [.. Number(1, 8), .. Message(7, graph), .. Message(8, opset)];
    }

    // ValueInfoProto: name, type { tensor_type { elem_type FLOAT, shape { dim { dim_param "n" } } } }
    private static byte[] Vector(string name)
    {
        byte[] shape = Message(1, Text(2, "n"));
        byte[] tensor = [.. Number(1, 1), .. Message(2, shape)];
        return [.. Text(1, name), .. Message(2, Message(1, tensor))];
    }

    private static byte[] Number(int field, byte value) => [(byte)(field << 3), value];

    private static byte[] Text(int field, string value) => Message(field, Encoding.UTF8.GetBytes(value));

    private static byte[] Message(int field, byte[] content) =>
        content.Length < 128 ? [(byte)(field << 3 | 2), (byte)content.Length, .. content] : throw new InvalidOperationException("one length byte only");
}
