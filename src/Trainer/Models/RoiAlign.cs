using VlDistill.Regions;
using VlDistill.Trainer.Export;
using static TorchSharp.torch;
using ElementType = VlDistill.Trainer.Export.Onnx.TensorProto.Types.DataType;

namespace VlDistill.Trainer.Models;

/// <summary>
/// RoI align (He et al., Mask R-CNN, 2017) to one value per box: the mean of bilinear samples at the centres of ⌈side⌉ × ⌈side⌉ equal
/// parts of the box. Linear in the map, so a box is a row of weights over cells and a picture's regions are one matrix product.
/// </summary>
/// <remarks>A box that covers whole cells gives exactly their mean; equals ONNX Runtime's RoiAlign (avg, sampling ratio 0, half_pixel).</remarks>
public static class RoiAlign
{
    // Each side of a box moves in by this many cells: rounding must not push the box of one cell over ⌈1⌉ samples.
    private const float Inset = 1e-4f;

    /// <summary>Weights (boxes, rows · columns), row-major.</summary>
    public static float[] Weights(IReadOnlyList<Box> boxes, int rows, int columns)
    {
        var weights = new float[boxes.Count * rows * columns];
        for (var i = 0; i < boxes.Count; i++)
        {
            var vertical = Axis(boxes[i].Y1, boxes[i].Y2, rows);
            var horizontal = Axis(boxes[i].X1, boxes[i].X2, columns);
            for (var y = 0; y < rows; y++)
            {
                for (var x = 0; x < columns; x++)
                    weights[(i * rows + y) * columns + x] = vertical[y] * horizontal[x];
            }
        }
        return weights;
    }

    /// <summary>Maps (B, C, h, w) and each picture's boxes → (B, R, C); R is the longest list, shorter ones end in zeros.</summary>
    public static Tensor Apply(Tensor maps, IReadOnlyList<IReadOnlyList<Box>> boxes)
    {
        var (rows, columns, longest) = ((int)maps.shape[2], (int)maps.shape[3], boxes.Max(b => b.Count));
        var weights = new float[boxes.Count * longest * rows * columns];
        for (var i = 0; i < boxes.Count; i++)
            Weights(boxes[i], rows, columns).CopyTo(weights, i * longest * rows * columns);
        using var rowsOfWeights = tensor(weights, [boxes.Count, longest, rows * columns]);
        using var cells = maps.flatten(2).transpose(1, 2);
        return rowsOfWeights.matmul(cells);
    }

    /// <summary>regions.onnx: <c>features</c> (1, C, h, w), <c>boxes</c> (R, 4) → <c>regions</c> (1, R, C).</summary>
    public static void Emit(OnnxGraphBuilder g, int channels, int rows, int columns) =>
        g.Output(EmitRegions(g, channels, rows, columns), "regions", ElementType.Float, 1, "regions", channels);

    /// <summary>The same for a graph that goes on from the regions (1, R, C).</summary>
    public static string EmitRegions(OnnxGraphBuilder g, int channels, int rows, int columns)
    {
        var features = g.Input("features", ElementType.Float, 1, channels, rows, columns);
        var boxes = g.Input("boxes", ElementType.Float, "regions", 4);
        return g.Reshape(Align(g, features, boxes, rows, columns), 1, -1, channels);
    }

    /// <summary>As <see cref="Weights"/>: boxes (R, 4) → (R, rows · columns). For many boxes a product with them is cheaper than an alignment of every channel.</summary>
    public static string EmitWeights(OnnxGraphBuilder g, string boxes, int rows, int columns)
    {
        // The map whose channel i is 1 in cell i and 0 elsewhere: a box's mean of it is the cell's weight.
        var cells = rows * columns;
        var identity = new float[cells * cells];
        for (var i = 0; i < cells; i++) identity[i * cells + i] = 1;
        return g.Reshape(Align(g, g.Constant(identity, 1, cells, rows, columns), boxes, rows, columns), -1, cells);
    }

    /// <summary>Features (1, C, h, w) and boxes (R, 4) → (R, C, 1, 1).</summary>
    private static string Align(OnnxGraphBuilder g, string features, string boxes, int rows, int columns)
    {
        var cells = g.Multiply(boxes, g.Constant([(float)columns, rows, columns, rows], 4));
        var inset = g.Scalar(Inset);
        var low = g.Add(g.Slice(cells, 1, 0, 2), inset);
        var high = g.Node("Max", [g.Node("Sub", [g.Slice(cells, 1, 2, 4), inset]), g.Add(low, inset)]);
        var count = g.Slice(g.Node("Shape", [boxes]), 0, 0, 1);
        var batch = g.Node("Expand", [g.Ints(0), count]);
        return g.Node("RoiAlign", [features, g.Concat(1, low, high), batch], ("mode", "avg"), ("output_height", 1), ("output_width", 1),
            ("sampling_ratio", 0), ("spatial_scale", 1.0), ("coordinate_transformation_mode", "half_pixel"));
    }

    private static float[] Axis(float from, float to, int cells)
    {
        var weights = new float[cells];
        var low = from * cells + Inset;
        var high = Math.Max(to * cells - Inset, low + Inset);
        var (start, side) = (low - 0.5f, high - low);
        var samples = (int)MathF.Ceiling(side);
        for (var s = 0; s < samples; s++)
        {
            var at = Math.Clamp(start + (s + 0.5f) * side / samples, 0, cells - 1);
            var cell = Math.Min((int)at, cells - 1);
            var fraction = at - cell;
            weights[cell] += (1 - fraction) / samples;
            if (fraction > 0) weights[cell + 1] += fraction / samples;
        }
        return weights;
    }
}
