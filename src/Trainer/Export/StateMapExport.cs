using VlDistill.Bundles;
using VlDistill.Trainer.Evaluation;
using static TorchSharp.torch;
using ElementType = VlDistill.Trainer.Export.Onnx.TensorProto.Types.DataType;

namespace VlDistill.Trainer.Export;

/// <summary>Writes the map from a model's states to the teacher's as a graph of its own: <c>hidden</c> (n, d) → <c>projected</c> (n, d of the teacher).</summary>
public static class StateMapExport
{
    public const string FileName = "to-teacher.onnx";

    private const int CheckedStates = 7;

    /// <summary>The model's map as its stage's test kept it, written into the bundle; null where the test was not made.</summary>
    /// <returns>The file's name in the bundle.</returns>
    /// <exception cref="UserException">The kept map is damaged.</exception>
    public static string? Write(FinishedRun run, string model, string teacher, BundleWriter writer, List<string> lines)
    {
        var stage = run.Stage(model).Folder;
        if (!run.Has(teacher) || StateMap.Load(stage, run.Stage(teacher).Folder) is not { } map)
        {
            lines.Add($"{model}: without a map to the teacher's states; {(run.Has(teacher) ? Hint(run, stage.Path, teacher) : $"the run has no stage {teacher}")}");
            return null;
        }
        var name = $"{model}/{FileName}";
        var parity = Write(map, writer.At(name));
        lines.Add(FormattableString.Invariant($"{model}: map of its {map.Width} states to the teacher's {map.Bias.Length}, graph agrees to {parity.Difference:0.0e0}"));
        return name;
    }

    /// <summary>Writes the graph and compares it with the map on random states.</summary>
    /// <exception cref="UserException">It differs by more than <see cref="Parity.Tolerance"/>.</exception>
    public static Parity Write(StateMap map, string path)
    {
        var graph = new OnnxGraphBuilder("to-teacher", new WeightsFile("none"));
        var hidden = graph.Input("hidden", ElementType.Float, "tokens", map.Width);
        var product = graph.Node("MatMul", [hidden, graph.Constant(map.Weight, map.Width, map.Bias.Length)]);
        graph.Output(graph.Add(product, graph.Constant(map.Bias, map.Bias.Length)), "projected", ElementType.Float, "tokens", map.Bias.Length);
        graph.Save(path);

        using var scope = NewDisposeScope();
        using var random = new Generator(4);
        using var check = new ParityCheck(path);
        var states = randn([CheckedStates, map.Width], generator: random);
        var parity = check.Compare("projected", check.Run(("hidden", states))["projected"], map.Apply(states));
        return parity.Holds ? parity : throw new UserException($"{path}: differs from the fitted map by {parity.Difference:G3}, allowed is {Parity.Tolerance}; the bundle was not written");
    }

    private static string Hint(FinishedRun run, string stage, string teacher)
    {
        var home = Path.GetDirectoryName(stage)!;
        var elsewhere = Path.GetFullPath(run.Folder) == Path.GetFullPath(home) ? "" : $" --base {run.Folder}";
        return $"for one run ./vldistill evaluate --run {home}{elsewhere} --stage {Path.GetFileName(stage)} --teacher {teacher} first, with the --data of the training";
    }
}
