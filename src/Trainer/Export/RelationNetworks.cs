using VlDistill.Bundles;
using VlDistill.Trainer.Evaluation;
using VlDistill.Trainer.Features;
using VlDistill.Trainer.Methods.RvlBert;
using VlDistill.Trainer.Tasks;

namespace VlDistill.Trainer.Export;

/// <summary>The relation networks of a run and their part of a bundle.</summary>
public static class RelationNetworks
{
    /// <summary>Stage MODEL-relations relates what a model sees.</summary>
    public const string Suffix = "-relations";

    private const string List = "predicates.txt", Vocabulary = "names.txt";

    /// <summary>Writes relations.onnx, its weights, words and predicates into a model's folder of the bundle.</summary>
    /// <exception cref="UserException">It reads other eyes than the model, or the graph does not compute what was trained.</exception>
    public static BundleRelations Write(FinishedRun run, string model, BundleWriter writer, List<string> lines)
    {
        var (name, stage) = (model + Suffix, run.Stage(model + Suffix));
        var eyes = run.Stage(model).Setting("eyes");
        if (stage.Setting("eyes") != eyes) throw new UserException($"{run.Folder}: stage {name} reads {stage.Setting("eyes")}, {model} reads {eyes}; train both on the same eyes.");
        using var network = TrainedRelations.Load(stage.Folder.Best);
        File.Copy(stage.Folder.In(TextNetwork.VocabularyFile), writer.At($"{model}/{Vocabulary}"));
        File.Copy(stage.Folder.In(RelationTask.PredicatesFile), writer.At($"{model}/{List}"));
        var parities = RelationExport.Write(network, TrainedEyes.Shape(run.Stage(eyes).Folder.Best).Side, Path.Combine(writer.Folder, model));
        var parameters = network.parameters().Sum(p => p.numel());
        lines.Add(FormattableString.Invariant($"{name}: {parameters / 1e6:0.00} M parameters, {network.Config.Predicates} predicates, graph agrees with the trained network to {parities.Max(p => p.Difference):0.0e0}"));
        var training = StageOrigin.Of(run, stage);
        training["relations"] = stage.Setting("relations");
        var figures = TestReport.IsCurrent(stage.Folder, null) ? TestReport.Read(stage.Folder)!.Figures : new Dictionary<string, double>();
        return new BundleRelations($"{model}/{RelationExport.Graph}", $"{model}/{Vocabulary}", $"{model}/{List}", network.Config.NameWords, parameters,
            figures.ToDictionary(f => $"test {f.Key}", f => f.Value), training);
    }
}
