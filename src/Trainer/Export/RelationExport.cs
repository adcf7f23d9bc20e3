using TorchSharp;
using VlDistill.Datasets;
using VlDistill.Regions;
using VlDistill.Trainer.Methods.RvlBert;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Export;

/// <summary>Writes a relation network as relations.onnx with a weights file of its own and proves that the graph computes what the module computes.</summary>
public static class RelationExport
{
    public const string Graph = "relations.onnx", Weights = "relations.bin";

    /// <summary>The module's matrices are rounded to half precision.</summary>
    /// <param name="cells">Cells per side of the map it reads.</param>
    /// <exception cref="UserException">The graph differs from the module by more than <see cref="Parity.Tolerance"/>; the folder must not be shipped.</exception>
    public static IReadOnlyList<Parity> Write(RvlBert network, int cells, string folder)
    {
        Directory.CreateDirectory(folder);
        network.eval();
        HalfPrecision.Round(network);
        var weights = new WeightsFile(Weights);
        var graph = new OnnxGraphBuilder("relations", weights);
        network.Emit(graph, cells, cells);
        graph.Save(Path.Combine(folder, Graph));
        weights.Save(folder);
        var parities = Check(network, cells, Path.Combine(folder, Graph));
        var worst = parities.MaxBy(p => p.Difference);
        return worst.Holds ? parities
            : throw new UserException($"{folder}: {worst.Output} differs from the trained module by {worst.Difference:G3}, allowed is {Parity.Tolerance}; the bundle was not written");
    }

    /// <summary>Runs both sides on random maps, boxes and names: the fewest there may be and the most.</summary>
    private static List<Parity> Check(RvlBert network, int cells, string path)
    {
        using var off = no_grad();
        using var scope = NewDisposeScope();
        using var check = new ParityCheck(path);
        using var random = new Generator(3);
        var size = network.Config.Transformer;
        var parities = new List<Parity>();
        foreach (var count in new[] { 2, Inference.RelationModel.MostRegions })
        {
            var maps = randn([1, size.Features, cells, cells], generator: random).clamp_min(0);
            var corners = rand([count, 4], generator: random).data<float>().ToArray();
            NamedBox[] boxes = [.. corners.Chunk(4).Select(c => new NamedBox("", new Box(Math.Min(c[0], c[2]), Math.Min(c[1], c[3]), Math.Max(c[0], c[2]), Math.Max(c[1], c[3]))))];
            var names = randint(1, size.Vocabulary, [count, network.Config.NameWords], ScalarType.Int64, generator: random).data<long>().ToArray().Chunk(network.Config.NameWords).ToArray();
            foreach (var name in names.Skip(1)) name.AsSpan(1).Clear();
            var picture = new PairPicture(0, new RelationPicture("", 0, 0, boxes, []), names, []);
            var input = RelationReader.Of(maps, [new AskedPicture(picture, [.. picture.Pairs(0)])]);
            var expected = network.call(input);
            var run = check.Run(("features", maps), ("boxes", input.Boxes), ("names", input.Names), ("subjects", input.Subjects), ("objects", input.Objects));
            parities.Add(check.Compare($"scores of {count} boxes", run["scores"], expected.Logits.softmax(1)));
            var looked = stack(expected.States.Attention.Select(a => a.select(2, RelationText.Regions + RelationText.Mask)));
            parities.Add(check.Compare($"attention of {count} boxes", run["attention"], looked));
            if (expected.Masks is not { } masks) continue;
            parities.Add(check.Compare($"subject_masks of {count} boxes", run["subject_masks"], masks.Subjects));
            parities.Add(check.Compare($"object_masks of {count} boxes", run["object_masks"], masks.Objects));
        }
        return parities;
    }
}
