using System.Security.Cryptography;
using VlDistill.Inference;
using VlDistill.Text;

namespace VlDistill.Bundles;

/// <summary>A folder with trained models, checked file by file; opens their networks on a device.</summary>
public sealed class Bundle
{
    private readonly string folder;

    private Bundle(string folder, BundleManifest manifest)
    {
        this.folder = folder;
        Manifest = manifest;
        Vocabulary = Vocabulary.Load(At(manifest.Vocabulary));
        Labels = File.ReadAllLines(At(manifest.Labels));
        Tags = File.ReadAllLines(At(manifest.Tags));
    }

    /// <summary>Where it was loaded from.</summary>
    public string Folder => folder;

    public BundleManifest Manifest { get; }

    public Vocabulary Vocabulary { get; }

    /// <summary>The detector's classes.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>The tag head's words; may be empty.</summary>
    public IReadOnlyList<string> Tags { get; }

    /// <summary>The bundle that ships: models/ in the folder of the program or the nearest one above it.</summary>
    public static string DefaultFolder
    {
        get
        {
            for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
                if (File.Exists(Path.Combine(at.FullName, "models", BundleManifest.FileName))) return Path.Combine(at.FullName, "models");
            return "models";
        }
    }

    /// <summary>Reads a folder and compares every file with the manifest.</summary>
    /// <exception cref="UserException">No bundle there, or a file is missing, of another size, damaged, or maps states to a teacher of another width; the message names it.</exception>
    public static Bundle Load(string folder)
    {
        var path = Path.Combine(folder, BundleManifest.FileName);
        if (!File.Exists(path)) throw new UserException($"{folder}: no bundle there ({BundleManifest.FileName} is missing); give --bundle DIR or export one");
        var manifest = BundleManifest.Load(path);
        string[] used = [manifest.Vocabulary, manifest.Labels, manifest.Tags, manifest.Detector.Eyes,
            .. manifest.Models.Values.SelectMany(m => (string[])[m.Eyes, m.Regions, m.Prefill, m.Step]),
            .. manifest.Models.Values.Select(m => m.ToTeacher).OfType<string>(),
            .. manifest.Models.Values.Select(m => m.Answers).OfType<BundleAnswers>().SelectMany(a => (string[])[a.Graph, a.Vocabulary, a.List]),
            .. manifest.Models.Values.Select(m => m.Relations).OfType<BundleRelations>().SelectMany(r => (string[])[r.Graph, r.Vocabulary, r.Predicates]),
            .. manifest.OpenVocabulary is { } open ? (string[])[open.Regions, open.Text, open.Words] : []];
        if (used.FirstOrDefault(f => !manifest.Files.ContainsKey(f)) is { } unlisted)
            throw new UserException($"{path}: '{unlisted}' is used but not under 'files'; export the bundle again");
        foreach (var (name, expected) in manifest.Files) Check(folder, name, expected);
        foreach (var model in manifest.Models.Values.Where(m => m.ToTeacher is not null).DistinctBy(m => m.ToTeacher)) CheckMap(folder, model, manifest);
        return new Bundle(folder, manifest);
    }

    /// <summary>Opens the student's eyes, which find the boxes for every model.</summary>
    /// <param name="threads">CPU threads inside one network run.</param>
    public Eyes OpenEyes(Device device, int threads) => new(At(Manifest.Detector.Eyes), Manifest.Detector, Labels.Count, Tags.Count, device, threads, Manifest.OpenVocabulary is not null);

    /// <summary>Opens what finds by any name; null where the bundle has no open vocabulary.</summary>
    /// <exception cref="UserException">A graph has the wrong inputs, outputs or shapes, or the word list is damaged.</exception>
    public OpenVocabulary? OpenVocabulary(Device device) => Manifest.OpenVocabulary is { } open
        ? new OpenVocabulary(open with { Regions = At(open.Regions), Text = At(open.Text), Words = At(open.Words) }, Manifest.Prompts, device) : null;

    /// <summary>Opens a model by its name: student, plain or teacher.</summary>
    /// <param name="threads">CPU threads inside one network run.</param>
    /// <exception cref="UserException">The bundle lacks that model, or a graph has the wrong inputs, outputs or shapes.</exception>
    public VisionLanguageModel OpenModel(string name, Device device, int threads)
    {
        if (!Manifest.Models.TryGetValue(name, out var model))
            throw new UserException($"{folder}: the bundle has no model '{name}'; it has {string.Join(", ", Manifest.Models.Keys)}");
        var files = model with { Eyes = At(model.Eyes), Regions = At(model.Regions), Prefill = At(model.Prefill), Step = At(model.Step), Answers = At(model.Answers), ToTeacher = model.ToTeacher is { } map ? At(map) : null, Relations = At(model.Relations) };
        return new VisionLanguageModel(name, files, ownEyes: model.Eyes != Manifest.Detector.Eyes, Vocabulary, device, threads);
    }

    private static void Check(string folder, string name, BundleFile expected)
    {
        var file = new FileInfo(Path.Combine(folder, name));
        if (Path.IsPathRooted(name) || name.Split('/', '\\').Contains("..")) throw new UserException($"{folder}: the manifest names '{name}', which is outside the bundle");
        if (!file.Exists) throw new UserException($"{file.FullName}: missing; copy the bundle again");
        // Caches hold bundles as links to their files, and a link has a length of its own.
        long bytes = ((FileInfo?)file.ResolveLinkTarget(returnFinalTarget: true) ?? file).Length;
        if (bytes != expected.Bytes) throw new UserException($"{file.FullName}: {bytes} bytes, the manifest says {expected.Bytes}; copy the bundle again");
        if (!Hash(file.FullName).Equals(expected.Sha256, StringComparison.OrdinalIgnoreCase))
            throw new UserException($"{file.FullName}: damaged (its SHA-256 is not the manifest's); copy the bundle again");
    }

    private static void CheckMap(string folder, BundleModel model, BundleManifest manifest)
    {
        var path = Path.Combine(folder, model.ToTeacher!);
        if (!manifest.Models.TryGetValue(BundleManifest.Teacher, out var teacher)) throw new UserException($"{path}: maps states to a teacher, and the bundle has none; export the bundle again");
        new OnnxGraph(path, Device.Cpu, 1, [Port.Float("hidden", -1, model.Width)], [Port.Float("projected", -1, teacher.Width)]).Dispose();
    }

    internal static string Hash(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private string At(string name) => Path.Combine(folder, name);

    private BundleAnswers? At(BundleAnswers? answers) =>
        answers is null ? null : answers with { Graph = At(answers.Graph), Vocabulary = At(answers.Vocabulary), List = At(answers.List) };

    private BundleRelations? At(BundleRelations? relations) =>
        relations is null ? null : relations with { Graph = At(relations.Graph), Vocabulary = At(relations.Vocabulary), Predicates = At(relations.Predicates) };
}
