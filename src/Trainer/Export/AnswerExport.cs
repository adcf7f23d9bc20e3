using TorchSharp;
using VlDistill.Regions;
using VlDistill.Text;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Models;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Export;

/// <summary>Writes a question network as answers.onnx with a weights file of its own and proves that the graph computes what the module computes.</summary>
public static class AnswerExport
{
    public const string Graph = "answers.onnx", Weights = "answers.bin";

    /// <summary>The module's matrices are rounded to half precision.</summary>
    /// <exception cref="UserException">The graph differs from the module by more than <see cref="Parity.Tolerance"/>; the folder must not be shipped.</exception>
    public static IReadOnlyList<Parity> Write(VlClassifier network, string folder)
    {
        Directory.CreateDirectory(folder);
        network.eval();
        HalfPrecision.Round(network);
        var weights = new WeightsFile(Weights);
        var graph = new OnnxGraphBuilder("answers", weights);
        network.EmitAnswers(graph);
        graph.Save(Path.Combine(folder, Graph));
        weights.Save(folder);
        var parities = Check(network, Path.Combine(folder, Graph));
        var worst = parities.MaxBy(p => p.Difference);
        return worst.Holds ? parities
            : throw new UserException($"{folder}: {worst.Output} differs from the trained module by {worst.Difference:G3}, allowed is {Parity.Tolerance}; the bundle was not written");
    }

    /// <summary>Runs both sides on random features and random questions, the shortest and the longest there may be.</summary>
    private static List<Parity> Check(VlClassifier network, string path)
    {
        using var off = no_grad();
        using var scope = NewDisposeScope();
        using var check = new ParityCheck(path);
        using var random = new Generator(3);
        var size = network.Config.Transformer;
        var regions = RegionSet.From([new(new(0.1f, 0.2f, 0.55f, 0.9f), 0, 1)]);
        var count = regions.Tokens.Count;
        var features = rand([1, count, size.Features], generator: random);
        var boxes = tensor(regions.Tokens.SelectMany(b => new[] { b.X1, b.Y1, b.X2, b.Y2 }).ToArray(), [1, count, 4]);
        var parities = new List<Parity>();
        foreach (var words in new[] { 1, size.Positions - QuestionTokens.Marks })
        {
            var ids = randint(0, size.Vocabulary, [words], ScalarType.Int64, generator: random).data<long>().Select(id => (int)id);
            var packed = PackedTexts.Pack([[TextSegment.Question([.. ids])]]);
            long[] shape = [1, packed.Length];
            var (question, positions) = (tensor(packed.Inputs, shape), tensor(packed.Positions, shape));
            var mask = AttentionMasks.Prefix(count, [count], packed, causal: false);
            var expected = network.call(new VlInput(features, boxes, question, positions, mask), tensor(packed.Starts));
            var run = check.Run(("regions", features), ("boxes", boxes), ("question", question));
            parities.Add(check.Compare($"scores of {words} words", run["scores"], expected.Classes.softmax(1)));
            parities.Add(check.Compare($"attention of {words} words", run["attention"], cat([.. expected.Output.Attention.Select(a => a.narrow(2, count, packed.Length))], 0)));
        }
        return parities;
    }
}
