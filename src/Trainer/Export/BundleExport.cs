using TorchSharp;
using VlDistill.Bundles;
using VlDistill.Trainer.Features;
using VlDistill.Trainer.Models;
using VlDistill.Trainer.Tasks;
using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Export;

/// <summary>Writes the captioners of a run, each with its eyes, as one bundle.</summary>
public sealed class BundleExport(string runFolder, string target)
{
    private const string Student = "student", Plain = "plain", Teacher = "teacher";
    private static readonly string[] files = ["eyes.onnx", "regions.onnx", "prefill.onnx", "step.onnx"];

    /// <summary>Writes the bundle and returns a line about each model.</summary>
    /// <exception cref="UserException">A stage is missing, or a graph does not compute what was trained.</exception>
    public IReadOnlyList<string> Write()
    {
        var run = new FinishedRun(runFolder);
        var student = run.Stage(Student);
        var eyes = run.Stage(student.Setting("eyes")).Folder;
        using var writer = new BundleWriter(target);
        var models = new Dictionary<string, BundleModel>();
        var lines = new List<string>();
        foreach (var name in new[] { Student, Plain, Teacher }.Where(run.Has)) models[name] = WriteModel(run, run.Stage(name), writer, lines);
        // A run without distillation: its student is its own plain twin.
        models.TryAdd(Plain, models[Student]);
        Copy(student.Folder.In(TextNetwork.VocabularyFile), writer.At("vocab.txt"), run);
        File.Copy(eyes.In("labels.txt"), writer.At("labels.txt"));
        File.Copy(eyes.In("tags.txt"), writer.At("tags.txt"));
        var licences = Licences.Of(run);
        File.WriteAllText(writer.At("MODEL_CARD.md"), ModelCard.Write(run, models, licences));
        writer.Commit(new BundleManifest(BundleManifest.CurrentFormat, DateTimeOffset.UtcNow, "vocab.txt", "labels.txt", "tags.txt",
            models, new BundleDetector("student/eyes.onnx"), [], licences, new Dictionary<string, BundleFile>()));
        return lines;
    }

    private static BundleModel WriteModel(FinishedRun run, FinishedStage stage, BundleWriter writer, List<string> lines)
    {
        var name = stage.Folder.Name;
        using var eyes = TrainedEyes.Load(run.Stage(stage.Setting("eyes")).Folder.Best);
        using var captioner = (VlTransformer)TrainedTransformer.Load(stage.Folder.Best);
        var folder = Path.GetDirectoryName(writer.At($"{name}/{files[0]}"))!;
        var parities = eyes is TeacherEyes teacher ? ModelExport.Teacher(teacher, captioner, folder) : ModelExport.Student((StudentEyes)eyes, captioner, folder);
        var parameters = eyes.parameters().Concat(captioner.parameters()).Sum(p => p.numel());
        lines.Add(FormattableString.Invariant($"{name}: {parameters / 1e6:0.00} M parameters, graphs agree with the trained network to {parities.Max(p => p.Difference):0.0e0}"));
        var figures = new Dictionary<string, double>(run.Figures(name));
        if ((double?)stage.Report["best"] is { } best) figures[$"dev greedy {(string?)stage.Report["metric"]}"] = best;
        string[] paths = [.. files.Select(f => $"{name}/{f}")];
        return new BundleModel(paths[0], paths[1], paths[2], paths[3], captioner.Config.Layers, captioner.Config.Heads, captioner.Config.Width, parameters, figures, new Dictionary<string, string>
        {
            ["recipe"] = run.RecipeName,
            ["data"] = stage.Setting("data"),
            ["steps"] = $"{(long?)stage.Report["steps"]}",
            ["seed"] = $"{stage.Seed}",
            ["commit"] = stage.Commit,
        });
    }

    /// <summary>All captioners of a bundle speak the same words.</summary>
    private static void Copy(string vocabulary, string path, FinishedRun run)
    {
        var words = File.ReadAllBytes(vocabulary);
        foreach (var other in new[] { Plain, Teacher }.Where(run.Has).Select(run.Stage))
            if (!File.ReadAllBytes(other.Folder.In(TextNetwork.VocabularyFile)).AsSpan().SequenceEqual(words))
                throw new UserException($"{run.Folder}: stages {Student} and {other.Folder.Name} have different vocabularies; train them on the same data with the same minimumUses.");
        File.WriteAllBytes(path, words);
    }
}
