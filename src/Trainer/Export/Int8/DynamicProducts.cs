using ElementType = VlDistill.Trainer.Export.Onnx.TensorProto.Types.DataType;

namespace VlDistill.Trainer.Export.Int8;

/// <summary>Products with weight matrices in 8 bits: weights rounded per column now, inputs by the range they have at run time.</summary>
public static class DynamicProducts
{
    /// <summary>Rewrites every such product and returns their number.</summary>
    public static int Apply(GraphEditor graph)
    {
        var products = graph.Nodes.Where(n => n.OpType == "MatMul" && graph.Weight(n.Input[1]) is not null).ToArray();
        foreach (var product in products)
        {
            var (name, values, shape) = graph.Weight(product.Input[1])!.Value;
            var (rounded, scales) = Rounding.PerChannel(values, shape, 1);
            var input = graph.Insert(product, "DynamicQuantizeLinear", [product.Input[0]], 3);
            var sum = graph.Insert(product, "MatMulInteger", [input[0], graph.Add($"{name}.int8", ElementType.Int8, rounded, shape), input[2]])[0];
            var real = graph.Insert(product, "Cast", [sum], 1, ("to", (long)ElementType.Float))[0];
            var scale = graph.Insert(product, "Mul", [input[1], graph.Add($"{name}.scale", ElementType.Float, scales, scales.Length)])[0];
            // The product's own node takes the last step, so that whoever reads its output still does.
            (product.OpType, product.Name) = ("Mul", product.Name + "_scaled");
            product.Input.Clear();
            product.Input.Add([real, scale]);
        }
        return products.Length;
    }
}
