using System.Text;

namespace VlDistill.Diagnostics;

/// <summary>The smallest useful ONNX model, c = a + b over float[2], written field by field (onnx.proto numbers in comments).</summary>
internal static class AddModel
{
    internal static byte[] Bytes => [
        .. Number(1, 8), // ir_version
        .. Field(7, [ // graph
            .. Field(1, [.. Text(1, "a"), .. Text(1, "b"), .. Text(2, "c"), .. Text(4, "Add")]), // node: input, output, op_type
            .. Text(2, "add"),
            .. Field(11, Value("a")), .. Field(11, Value("b")), .. Field(12, Value("c"))]), // input, output
        .. Field(8, Number(2, 13))]; // opset_import: version

    // ValueInfo: name, type { tensor_type { elem_type FLOAT, shape { dim { dim_value 2 } } } }
    private static byte[] Value(string name) =>
        [.. Text(1, name), .. Field(2, Field(1, [.. Number(1, 1), .. Field(2, Field(1, Number(1, 2)))]))];

    private static byte[] Text(int field, string value) => Field(field, Encoding.UTF8.GetBytes(value));

    private static byte[] Number(int field, byte value) => [(byte)(field << 3), value];

    private static byte[] Field(int field, byte[] value) => [(byte)(field << 3 | 2), (byte)value.Length, .. value];
}
