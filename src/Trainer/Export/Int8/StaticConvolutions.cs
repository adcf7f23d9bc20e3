using VlDistill.Trainer.Export.Onnx;
using ElementType = VlDistill.Trainer.Export.Onnx.TensorProto.Types.DataType;

namespace VlDistill.Trainer.Export.Int8;

/// <summary>Convolutions in 8 bits between fixed ranges (QDQ): activations uint8, kernels int8 per channel, biases int32.</summary>
public static class StaticConvolutions
{
    /// <summary>The values whose ranges are needed: what goes in and out of convolutions, and sums of those.</summary>
    public static IReadOnlyList<string> Measured(GraphEditor graph)
    {
        var values = new HashSet<string>();
        foreach (var node in graph.Nodes)
        {
            if (node.OpType == "Conv") values.UnionWith([node.Input[0], Rectified(graph, node.Output[0])]);
            if (node.OpType == "Add" && node.Input.All(values.Contains)) values.Add(Rectified(graph, node.Output[0]));
        }
        return [.. values];
    }

    /// <summary>Rewrites every convolution and returns their number.</summary>
    public static int Apply(GraphEditor graph, IReadOnlyDictionary<string, ValueRange> ranges)
    {
        var codes = ranges.ToDictionary(r => r.Key, r => Rounding.Cover(r.Value));
        var convolutions = graph.Nodes.Where(n => n.OpType == "Conv").ToArray();
        foreach (var node in convolutions) Round(graph, node, codes[node.Input[0]].Scale);
        foreach (var (value, (scale, zero)) in codes)
        {
            var readers = graph.Readers(value).ToArray();
            if (readers.Length == 0) continue;
            string[] code = [graph.Add($"{value}.scale", ElementType.Float, [scale]), graph.Add($"{value}.zero", ElementType.Uint8, [zero])];
            var rounded = graph.Insert(readers[0], "QuantizeLinear", [value, .. code])[0];
            foreach (var reader in readers)
            {
                var back = graph.Insert(reader, "DequantizeLinear", [rounded, .. code])[0];
                for (var i = 0; i < reader.Input.Count; i++)
                    if (reader.Input[i] == value) reader.Input[i] = back;
            }
        }
        return convolutions.Length;
    }

    private static void Round(GraphEditor graph, NodeProto convolution, float inputScale)
    {
        var (kernelName, kernel, shape) = graph.Weight(convolution.Input[1])!.Value;
        var (biasName, bias, _) = graph.Weight(convolution.Input[2])!.Value;
        var (rounded, scales) = Rounding.PerChannel(kernel, shape, 0);
        float[] biasScales = [.. scales.Select(s => s * inputScale)];
        int[] biases = [.. bias.Select((b, i) => (int)Math.Clamp(Math.Round(b / (double)biasScales[i]), int.MinValue, int.MaxValue))];
        convolution.Input[1] = Back(graph.Add($"{kernelName}.int8", ElementType.Int8, rounded, shape), scales);
        convolution.Input[2] = Back(graph.Add($"{biasName}.int32", ElementType.Int32, biases, biases.Length), biasScales);

        // Without a zero point: it is 0.
        string Back(string tensor, float[] scale) =>
            graph.Insert(convolution, "DequantizeLinear", [tensor, graph.Add($"{tensor}.scale", ElementType.Float, scale, scale.Length)], 1, ("axis", 0))[0];
    }

    /// <summary>The value behind the rectifier that follows, where one does.</summary>
    private static string Rectified(GraphEditor graph, string value) =>
        graph.Readers(value).ToArray() is [{ OpType: "Relu" or "Clip" } rectifier] ? rectifier.Output[0] : value;
}
