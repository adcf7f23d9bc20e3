using VlDistill.Regions;
using VlDistill.Trainer.Methods.Vild;
using VlDistill.Trainer.Models;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Export;

/// <summary>Writes a trained region embedding head as the graph that <see cref="Bundles.BundleOpenVocabulary"/> describes.</summary>
public static class VocabularyExport
{
    /// <summary>The graph's file, beside its weights.</summary>
    public const string Graph = "vocabulary.onnx";

    private const string Weights = "vocabulary.bin";

    private static readonly Box[] checkedBoxes = [Box.Whole, new(0.1f, 0.2f, 0.5f, 0.9f), new(0.6f, 0.05f, 0.7f, 0.15f)];

    /// <summary>Writes both files and compares graph and module. The module's matrices are rounded to half precision.</summary>
    /// <exception cref="UserException">The graph differs by more than <see cref="Parity.Tolerance"/>.</exception>
    public static IReadOnlyList<Parity> Write(VildNetwork network, string folder)
    {
        network.eval();
        HalfPrecision.Round(network);
        var weights = new WeightsFile(Weights);
        var graph = new OnnxGraphBuilder("vocabulary", weights);
        network.Emit(graph);
        graph.Save(Path.Combine(folder, Graph));
        weights.Save(folder);
        var parities = Check(network, folder);
        var worst = parities.MaxBy(p => p.Difference);
        return worst.Holds ? parities : throw new UserException($"{folder}: {worst.Output} differs from the trained module by {worst.Difference:G3}, allowed is {Parity.Tolerance}; the bundle was not written");
    }

    private static Parity[] Check(VildNetwork network, string folder)
    {
        using var off = no_grad();
        using var scope = NewDisposeScope();
        using var check = new ParityCheck(Path.Combine(folder, Graph));
        var map = rand([1, network.Config.Channels, network.Config.Cells, network.Config.Cells], generator: new Generator(1));
        var boxes = tensor(checkedBoxes.SelectMany(b => (float[])[b.X1, b.Y1, b.X2, b.Y2]).ToArray(), [checkedBoxes.Length, 4]);
        var run = check.Run(("features", map), ("boxes", boxes));
        var said = network.call(RoiAlign.Apply(map, [checkedBoxes])[0]);
        return [check.Compare("text", run["text"], said.Text), check.Compare("image", run["image"], said.Image), check.Compare("background", run["background"], said.Background)];
    }
}
