namespace VlDistill.Trainer.Export;

/// <summary>Operators that several networks emit, named after what they do.</summary>
public static class OnnxOperators
{
    extension(OnnxGraphBuilder g)
    {
        public string Add(string a, string b) => g.Node("Add", [a, b]);

        public string Multiply(string a, string b) => g.Node("Mul", [a, b]);

        public string Relu(string x) => g.Node("Relu", [x]);

        public string Reshape(string x, params long[] shape) => g.Node("Reshape", [x, g.Ints(shape)]);

        public string Transpose(string x, params long[] order) => g.Node("Transpose", [x], ("perm", order));

        public string Concat(long axis, params string[] parts) => g.Node("Concat", parts, ("axis", axis));

        public string Unsqueeze(string x, long axis) => g.Node("Unsqueeze", [x, g.Ints(axis)]);

        /// <summary>Elements [start, end) of one axis.</summary>
        public string Slice(string x, long axis, long start, long end) => g.Node("Slice", [x, g.Ints(start), g.Ints(end), g.Ints(axis)]);

        /// <summary>GELU in its exact form, x Φ(x); opset 18 has no operator of that name, ONNX Runtime fuses these five.</summary>
        public string Gelu(string x)
        {
            var erf = g.Node("Erf", [g.Node("Div", [x, g.Scalar(Math.Sqrt(2))])]);
            return g.Multiply(g.Multiply(x, g.Add(erf, g.Scalar(1))), g.Scalar(0.5));
        }
    }
}
