using VlDistill.Text;
using VlDistill.Trainer.Export;
using VlDistill.Trainer.Models;
using ElementType = VlDistill.Trainer.Export.Onnx.TensorProto.Types.DataType;

namespace VlDistill.Trainer.Methods.RvlBert;

/// <summary>The network as a graph that scores many pairs of one picture at once.</summary>
public static class RvlBertEmission
{
    extension(RvlBert network)
    {
        /// <summary>
        /// relations.onnx: <c>features</c> (1, C, g, g), <c>boxes</c> (R, 4), <c>names</c> (R, W), pairs <c>subjects</c> and <c>objects</c> (P) →
        /// <c>scores</c> (P, classes) that sum to 1, <c>attention</c> of mask (L, P, H, 10): whole picture, subject, union, object, then words;
        /// with mask attention <c>subject_masks</c> and <c>object_masks</c> (R, g, g).
        /// </summary>
        public void Emit(OnnxGraphBuilder g, int rows, int columns)
        {
            var (config, size, cells) = (network.Config, network.Config.Transformer, rows * columns);
            var features = g.Input("features", ElementType.Float, 1, size.Features, rows, columns);
            var boxes = g.Input("boxes", ElementType.Float, "regions", 4);
            var names = g.Input("names", ElementType.Int64, "regions", config.NameWords);
            var subjects = g.Input("subjects", ElementType.Int64, "pairs");
            var objects = g.Input("objects", ElementType.Int64, "pairs");

            var map = g.Transpose(g.Reshape(features, size.Features, cells), 1, 0); // (g², C)
            var (first, second) = (Gather(boxes, subjects), Gather(boxes, objects)); // (P, 4)
            var regions = network.EmitRegions(g, map, boxes, (first, second), (subjects, objects), (rows, columns)); // (P, 4, d)

            var vectors = network.EmitNames(g, names); // (R, d)
            var (subjectNames, objectNames) = (vectors, vectors);
            if (network.Masks is { } attention)
            {
                var seen = attention.Emit(g, "masks", map, vectors, cells);
                (subjectNames, objectNames) = (g.Add(vectors, seen.SubjectVisual), g.Add(vectors, seen.ObjectVisual));
                g.Output(g.Reshape(seen.SubjectMasks, -1, rows, columns), "subject_masks", ElementType.Float, "regions", rows, columns);
                g.Output(g.Reshape(seen.ObjectMasks, -1, rows, columns), "object_masks", ElementType.Float, "regions", rows, columns);
            }
            var marks = Expand(g, g.Unsqueeze(network.Transformer.EmitVectors(g, g.Ints(RelationText.Marks)), 0), subjects, RelationText.Length, size.Width);
            var text = g.Concat(1, g.Slice(marks, 1, 0, RelationText.Subject), g.Unsqueeze(Gather(subjectNames, subjects), 1), g.Unsqueeze(Gather(objectNames, objects), 1),
                g.Slice(marks, 1, RelationText.Object + 1, RelationText.Length));
            var (states, looked) = network.Transformer.EmitBehind(g, regions, text, g.Ints(RelationText.Length));
            var read = AtMask(states, 1);
            if (network.Spatial is { } spatial) read = spatial.Emit(g, "spatial", read, first, second);
            g.Output(g.Node("Softmax", [network.Head.Emit(g, "head", read)], ("axis", -1)), "scores", ElementType.Float, "pairs", config.Classes);
            g.Output(g.Concat(0, [.. looked.Select(l => g.Unsqueeze(AtMask(l, 2), 0))]), "attention", ElementType.Float, size.Layers, "pairs", size.Heads, RelationText.Tokens);

            string Gather(string rowsOf, string numbers) => g.Node("Gather", [rowsOf, numbers]);

            string AtMask(string x, long axis) => g.Node("Squeeze", [g.Slice(x, axis, RelationText.Mask, RelationText.Mask + 1), g.Ints(axis)]);
        }

        /// <summary>Tokens of whole picture, subject, union and object of every pair; each place is embedded once and then dealt out.</summary>
        private string EmitRegions(OnnxGraphBuilder g, string map, string boxes, (string Subject, string Object) places, (string Subject, string Object) numbers, (int Rows, int Columns) grid)
        {
            var union = g.Concat(1, g.Node("Min", [g.Slice(places.Subject, 1, 0, 2), g.Slice(places.Object, 1, 0, 2)]), g.Node("Max", [g.Slice(places.Subject, 1, 2, 4), g.Slice(places.Object, 1, 2, 4)]));
            var all = g.Concat(0, g.Constant([0f, 0, 1, 1], 1, 4), union, boxes); // (1 + P + R, 4)
            var aligned = g.Node("MatMul", [RoiAlign.EmitWeights(g, all, grid.Rows, grid.Columns), map]);
            var tokens = g.Node("Squeeze", [network.Transformer.EmitRegions(g, g.Unsqueeze(aligned, 0), g.Unsqueeze(all, 0)), g.Ints(0)]);
            var pairs = g.Slice(g.Node("Shape", [numbers.Subject]), 0, 0, 1);
            var unionsEnd = g.Add(pairs, g.Ints(1));
            var whole = Expand(g, g.Slice(g.Unsqueeze(tokens, 1), 0, 0, 1), numbers.Subject, 1, network.Config.Transformer.Width);
            var unions = g.Node("Slice", [tokens, g.Ints(1), unionsEnd, g.Ints(0)]);
            var read = g.Concat(1, whole, Own(numbers.Subject), g.Unsqueeze(unions, 1), Own(numbers.Object));
            return network.Roles is { } roles ? g.Add(read, g.Weight("roles", roles)) : read;

            string Own(string objects) => g.Unsqueeze(g.Node("Gather", [tokens, g.Add(objects, unionsEnd)]), 1);
        }

        private string EmitNames(OnnxGraphBuilder g, string ids)
        {
            var words = g.Unsqueeze(g.Cast(g.Node("Not", [g.Node("Equal", [ids, g.Constant([Vocabulary.Pad], [])])]), ElementType.Float), 2);
            var sum = Sum(g.Multiply(network.Transformer.EmitVectors(g, ids), words));
            return g.Node("Div", [sum, g.Node("Max", [Sum(words), g.Scalar(1)])]);

            string Sum(string x) => g.Node("ReduceSum", [x, g.Ints(1)], ("keepdims", 0));
        }
    }

    /// <summary>(1, n, d) → (P, n, d).</summary>
    private static string Expand(OnnxGraphBuilder g, string x, string pairs, int count, int width) =>
        g.Node("Expand", [x, g.Concat(0, g.Slice(g.Node("Shape", [pairs]), 0, 0, 1), g.Ints(count, width))]);
}
