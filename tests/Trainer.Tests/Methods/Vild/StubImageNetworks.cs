using VlDistill.Trainer.Export;
using ElementType = VlDistill.Trainer.Export.Onnx.TensorProto.Types.DataType;

namespace VlDistill.Trainer.Tests.Methods.Vild;

/// <summary>Small ONNX files with the inputs and outputs of real image networks.</summary>
internal static class StubImageNetworks
{
    /// <summary>As the object labeler: <c>input</c> (1, S, S, 3) → <c>view</c> (1, 3), the mean colour, and <c>names</c> (1, 3), probabilities of it.</summary>
    public static void SaveLabeler(string path, int size)
    {
        var g = new OnnxGraphBuilder("labeler", new WeightsFile("none"));
        var mean = g.Node("ReduceMean", [g.Input("input", ElementType.Float, 1, size, size, 3), g.Ints(1, 2)], ("keepdims", 0));
        g.Output(mean, "view", ElementType.Float, 1, 3);
        g.Output(g.Node("Sigmoid", [mean]), "names", ElementType.Float, 1, 3);
        g.Save(path);
    }

    /// <summary>As CLIP's image encoder: <c>pixel_values</c> (N, 3, S, S) → <c>image_embeds</c> (N, D), S left open.</summary>
    public static void SaveClip(string path, int dimensions)
    {
        var g = new OnnxGraphBuilder("clip", new WeightsFile("none"));
        var mean = g.Node("ReduceMean", [g.Input("pixel_values", ElementType.Float, "n", 3, "height", "width"), g.Ints(2, 3)], ("keepdims", 0));
        var weights = g.Constant([.. Enumerable.Range(0, 3 * dimensions).Select(i => i % 7 - 3f)], 3, dimensions);
        g.Output(g.Node("MatMul", [mean, weights]), "image_embeds", ElementType.Float, "n", dimensions);
        g.Save(path);
    }

    /// <summary>As CLIP's text encoder: <c>input_ids</c> (N, L) → <c>text_embeds</c> (N, D), the mean of a direction per id.</summary>
    public static void SaveClipText(string path, int pieces, int dimensions)
    {
        var g = new OnnxGraphBuilder("clip-text", new WeightsFile("none"));
        var table = g.Constant([.. Enumerable.Range(0, pieces * dimensions).Select(i => i * 7 % 11 - 5f)], pieces, dimensions);
        var rows = g.Node("Gather", [table, g.Input("input_ids", ElementType.Int64, "n", "length")], ("axis", 0));
        g.Output(g.Node("ReduceMean", [rows, g.Ints(1)], ("keepdims", 0)), "text_embeds", ElementType.Float, "n", dimensions);
        g.Save(path);
    }
}
