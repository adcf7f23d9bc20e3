using System.Text.Json.Nodes;
using TorchSharp;
using VlDistill.Bundles;
using VlDistill.Trainer.Models;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Tasks;

namespace VlDistill.Trainer.Export;

/// <summary>The answer networks of a run: which belong to a captioner, what they scored, and their part of a bundle.</summary>
public static class AnswerNetworks
{
    /// <summary>Key under which the manifest tells where the questions come from.</summary>
    public const string Questions = "questions";

    private const string List = "answers.txt", Vocabulary = "questions.txt";

    /// <summary>Stage MODEL-answers teaches a model's twin to answer.</summary>
    public const string Suffix = "-answers";

    /// <summary>Writes answers.onnx, its weights, words and list into a model's folder of the bundle.</summary>
    /// <exception cref="UserException">It reads other eyes than the model, or the graph does not compute what was trained.</exception>
    public static BundleAnswers Write(FinishedRun run, string model, BundleWriter writer, List<string> lines)
    {
        var (name, stage) = (model + Suffix, run.Stage(model + Suffix));
        var eyes = run.Stage(model).Setting("eyes");
        if (stage.Setting("eyes") != eyes) throw new UserException($"{run.Folder}: stage {name} reads {stage.Setting("eyes")}, {model} reads {eyes}; train both on the same eyes.");
        if (TrainedTransformer.Load(stage.Folder.Best) is not VlClassifier network) throw new UserException($"{stage.Folder.Best} holds no answer network; the stage must have the task \"answer\".");
        using var disposed = network;
        File.Copy(stage.Folder.In(TextNetwork.VocabularyFile), writer.At($"{model}/{Vocabulary}"));
        File.Copy(stage.Folder.In(AnswerTask.AnswersFile), writer.At($"{model}/{List}"));
        var parities = AnswerExport.Write(network, Path.Combine(writer.Folder, model));
        var parameters = network.parameters().Sum(p => p.numel());
        lines.Add(FormattableString.Invariant($"{name}: {parameters / 1e6:0.00} M parameters, {network.Config.Classes} answers, graph agrees with the trained network to {parities.Max(p => p.Difference):0.0e0}"));
        var training = StageOrigin.Of(run, stage);
        training[Questions] = Origin(run, stage);
        return new BundleAnswers($"{model}/{AnswerExport.Graph}", $"{model}/{Vocabulary}", $"{model}/{List}", network.Config.Transformer.Positions, parameters,
            [.. Test(stage, "kinds").Select(k => k.Key)], Figures(stage), training);
    }

    /// <summary>Accuracy on the test questions, and by kind of question; empty where the stage did not measure it.</summary>
    public static IReadOnlyDictionary<string, double> Figures(FinishedStage stage)
    {
        var figures = new Dictionary<string, double>();
        foreach (var (name, value) in Test(stage, "figures")) figures[$"test {name}"] = value;
        foreach (var (name, value) in Test(stage, "kinds")) figures[$"test {name}"] = value;
        return figures;
    }

    /// <summary>Where the questions come from, so that nobody takes generated ones for people's.</summary>
    public static string Origin(FinishedRun run, FinishedStage stage)
    {
        var source = stage.Setting(Questions);
        if (source == QuestionsStage.OfData) return $"those of {stage.Setting("data")}";
        return run.Has(source) && run.Stage(source).Setting("task") == "questions" ? "generated from captions and boxes" : source;
    }

    private static IEnumerable<KeyValuePair<string, double>> Test(FinishedStage stage, string part)
    {
        if (stage.Test?[part] is not JsonObject values) yield break;
        foreach (var (name, value) in values)
            if (value is JsonValue number && number.TryGetValue<double>(out var d)) yield return new(name, d);
    }
}
