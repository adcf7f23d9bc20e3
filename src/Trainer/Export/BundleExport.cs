using TorchSharp;
using VlDistill.Bundles;
using VlDistill.Trainer.Export.Int8;
using VlDistill.Trainer.Features;
using VlDistill.Trainer.Methods.WsdTags;
using VlDistill.Trainer.Models;
using VlDistill.Trainer.Tasks;
using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Export;

/// <summary>Writes the captioners of a run, each with its eyes and what it learned to answer, as one bundle.</summary>
public sealed class BundleExport
{
    private const string Student = "student", Plain = "plain", Teacher = "teacher", Tags = "wsd-student", Eyes = "eyes.onnx", Regions = "regions.onnx";
    private readonly FinishedRun run;
    private readonly string target;
    private readonly List<string> lines = [];

    /// <summary>The first model written with the eyes of a stage; the others with the same eyes use its files.</summary>
    private readonly Dictionary<string, string> owners = [];

    private readonly string? int8Pictures;
    private readonly CardSources sources;

    /// <param name="elsewhere">NAME=DIR, stages of other runs that stand in for this run's, see <see cref="FinishedRun"/>.</param>
    /// <param name="int8Pictures">With a folder of pictures all models but the teacher are written in 8-bit arithmetic, see <see cref="Int8Model"/>.</param>
    /// <param name="sources">What the model card tells beside what the run does.</param>
    public BundleExport(string runFolder, string target, IReadOnlyList<string>? elsewhere = null, string? int8Pictures = null, CardSources? sources = null) =>
        (run, this.target, this.int8Pictures, this.sources) = (new FinishedRun(runFolder, elsewhere), target, int8Pictures, sources ?? new CardSources());

    /// <summary>Writes the bundle and returns a line about each network.</summary>
    /// <exception cref="UserException">A stage is missing, or a graph does not compute what was trained.</exception>
    public IReadOnlyList<string> Write()
    {
        var measurement = new BundleMeasurement(run, sources, lines);
        var student = run.Stage(Student);
        var eyes = run.Stage(student.Setting("eyes")).Folder;
        using var writer = new BundleWriter(target);
        var models = new Dictionary<string, BundleModel>();
        foreach (var name in new[] { Student, Plain, Teacher }.Where(run.Has)) models[name] = WriteModel(name, run.Stage(name), writer);
        if (int8Pictures is not null)
            foreach (var name in models.Keys.Where(n => n != Teacher).ToArray()) Shrink(name, models, writer);
        foreach (var name in models.Keys.Where(n => n != Teacher).ToArray()) models[name] = models[name] with { ToTeacher = StateMapExport.Write(run, name, Teacher, writer, lines) };
        // A run without distillation: its student is its own plain twin.
        models.TryAdd(Plain, models[Student]);
        Copy(student.Folder.In(TextNetwork.VocabularyFile), writer.At("vocab.txt"));
        File.Copy(eyes.In("labels.txt"), writer.At("labels.txt"));
        File.Copy((TagsOf(student.Setting("eyes"))?.Folder ?? eyes).In(TagTask.TagsFile), writer.At("tags.txt"));
        var (vocabulary, prompts) = VocabularyStage.Write(run, student.Setting("eyes"), writer, lines);
        var (manifest, comparison) = measurement.Measure(writer.Open(new BundleManifest(BundleManifest.CurrentFormat, DateTimeOffset.UtcNow,
            "vocab.txt", "labels.txt", "tags.txt", models, new BundleDetector($"{Student}/{Eyes}"), prompts, Licences.Of(run), new Dictionary<string, BundleFile>())
        { OpenVocabulary = vocabulary }));
        File.WriteAllText(writer.At(BundleComparison.Card), ModelCard.Write(run, manifest, comparison, sources.Verdicts));
        writer.Commit(manifest);
        return lines;
    }

    private void Shrink(string name, Dictionary<string, BundleModel> models, BundleWriter writer)
    {
        lines.Add($"{name}: {Int8Model.Apply(Path.Combine(writer.Folder, name), int8Pictures!)}");
        models[name] = models[name] with { Training = new Dictionary<string, string>(models[name].Training) { ["arithmetic"] = "int8" } };
    }

    private BundleModel WriteModel(string name, FinishedStage stage, BundleWriter writer)
    {
        using var eyes = TrainedEyes.Load(run.Stage(stage.Setting("eyes")).Folder.Best);
        if (eyes is StudentEyes seeing && TagsOf(stage.Setting("eyes")) is { } tags) seeing.Take(ReadTags(tags));
        using var captioner = (VlTransformer)TrainedTransformer.Load(stage.Folder.Best);
        var folder = Path.GetDirectoryName(writer.At($"{name}/{Eyes}"))!;
        var owner = owners.GetValueOrDefault(stage.Setting("eyes"), name);
        var parities = (eyes, owner == name) switch
        {
            (StudentEyes own, true) => ModelExport.Student(own, captioner, folder),
            (TeacherEyes own, true) => ModelExport.Teacher(own, captioner, folder),
            (StudentEyes other, _) => ModelExport.Captioner(captioner, (other.FeatureChannels, other.FeatureSize), folder, Path.Combine(writer.Folder, owner, Regions)),
            (TeacherEyes other, _) => ModelExport.Captioner(captioner, (other.FeatureChannels, other.FeatureSize), folder, Path.Combine(writer.Folder, owner, Regions)),
            _ => throw new InvalidOperationException($"{eyes.GetName()} are no eyes"),
        };
        owners[stage.Setting("eyes")] = owner;
        var parameters = (eyes is StudentEyes shown ? shown.Shipped : eyes.parameters()).Concat(captioner.parameters()).Sum(p => p.numel());
        lines.Add(FormattableString.Invariant($"{name}: {parameters / 1e6:0.00} M parameters, graphs agree with the trained network to {parities.Max(p => p.Difference):0.0e0}"));
        var figures = new Dictionary<string, double>(run.Figures(name));
        if ((double?)stage.Report["best"] is { } best) figures[$"dev greedy {(string?)stage.Report["metric"]}"] = best;
        var answers = run.Has($"{name}{AnswerNetworks.Suffix}") ? AnswerNetworks.Write(run, name, writer, lines) : null;
        var size = captioner.Config;
        return new BundleModel($"{owner}/{Eyes}", $"{owner}/{Regions}", $"{name}/prefill.onnx", $"{name}/step.onnx", size.Layers, size.Heads, size.Width, parameters,
            figures, StageOrigin.Of(run, stage), answers)
        { Relations = run.Has($"{name}{RelationNetworks.Suffix}") ? RelationNetworks.Write(run, name, writer, lines) : null };
    }

    /// <summary>The stage whose tag block takes the place of these eyes' tag head; null where none was trained on them, or with a trunk of its own.</summary>
    private FinishedStage? TagsOf(string eyes) =>
        run.Has(Tags) && run.Stage(Tags) is var stage && stage.Setting("eyes") == eyes && stage.Setting("trunk").Length == 0 ? stage : null;

    private TagBlock ReadTags(FinishedStage stage)
    {
        var block = new TagBlock(NetworkDescription.Read<TagBlockConfig>(stage.Folder.Best, SafeTensors.ReadMetadata(stage.Folder.Best)));
        Checkpoint.Load(stage.Folder.Best, block);
        lines.Add($"tags: {block.Config.Tags} from stage {Tags}");
        return block;
    }

    /// <summary>All captioners of a bundle speak the same words.</summary>
    private void Copy(string vocabulary, string path)
    {
        var words = File.ReadAllBytes(vocabulary);
        foreach (var other in new[] { Plain, Teacher }.Where(run.Has).Select(run.Stage))
            if (!File.ReadAllBytes(other.Folder.In(TextNetwork.VocabularyFile)).AsSpan().SequenceEqual(words))
                throw new UserException($"{run.Folder}: stages {Student} and {other.Folder.Name} have different vocabularies; train them on the same data with the same minimumUses.");
        File.WriteAllBytes(path, words);
    }
}
