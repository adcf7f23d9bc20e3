using TorchSharp;
using VlDistill.Text;
using VlDistill.Trainer.Methods.PhraseEncoder;
using VlDistill.Trainer.Models;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Export;

/// <summary>Writes a small text encoder as text.onnx with a weights file and its words, and proves that the graph computes what the network computes.</summary>
public static class PhraseExport
{
    public const string Graph = "text.onnx", Weights = "text.bin", Words = "words.txt";

    private static readonly string[] checkedPhrases = ["dog", "a red double decker bus", "qwyx", "somebody who stands on one leg beside a very small fire hydrant near the old harbour"];

    /// <summary>The network's matrices are rounded to half precision.</summary>
    /// <exception cref="UserException">The stage trained something else, or the graph differs from the network by more than <see cref="Parity.Tolerance"/>; the folder must not be shipped.</exception>
    public static Parity Write(StageFolder stage, string folder)
    {
        Directory.CreateDirectory(folder);
        using var network = DistilledEncoder.Load(stage);
        HalfPrecision.Round(network);
        var weights = new WeightsFile(Weights);
        var graph = new OnnxGraphBuilder("text", weights);
        network.Emit(graph);
        graph.Save(Path.Combine(folder, Graph));
        weights.Save(folder);
        File.Copy(stage.In(PhraseEncoderTask.WordsFile), Path.Combine(folder, Words));
        var parity = Check(network, Path.Combine(folder, Graph), PhraseTokenizer.Load(Path.Combine(folder, Words)));
        return parity.Holds ? parity
            : throw new UserException($"{folder}: {parity.Output} differs from the trained network by {parity.Difference:G3}, allowed is {Parity.Tolerance}; the bundle was not written");
    }

    private static Parity Check(PhraseNetwork network, string path, PhraseTokenizer tokenizer)
    {
        using var off = no_grad();
        using var scope = NewDisposeScope();
        using var check = new ParityCheck(path);
        var (numbers, shape) = PhraseTokenizer.Pack(Array.ConvertAll(checkedPhrases, tokenizer.Encode));
        var ids = tensor(numbers, shape);
        return check.Compare("embedding", check.Run(("ids", ids))["embedding"], network.call(ids));
    }
}
