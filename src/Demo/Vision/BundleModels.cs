using VlDistill.Bundles;
using VlDistill.Frames;
using VlDistill.Inference;

namespace VlDistill.Demo.Vision;

/// <summary>The models of a bundle folder: student and teacher side by side where it has both.</summary>
/// <param name="bundle">Loaded and checked.</param>
/// <param name="device">Where the networks run.</param>
/// <param name="threads">CPU threads inside one network run; see <see cref="ThreadsBesideDrawing"/>.</param>
/// <param name="wanted">One or two names by comma, left to right; null for the usual choice.</param>
/// <exception cref="UserException">The bundle lacks a wanted model.</exception>
public sealed class BundleModels(Bundle bundle, Device device, int threads = 1, string? wanted = null) : IModelSource
{
    // Left to right; the last one shown is the reference.
    private static readonly string[] Preferred = ["student", "plain", "teacher"];

    public IReadOnlyList<string> Models { get; } = wanted is null ? Choose(bundle.Manifest.Models.Keys) : Named(wanted, [.. bundle.Manifest.Models.Keys]);

    public IReadOnlyList<string> Available { get; } = Order(bundle.Manifest.Models.Keys);

    public IReadOnlyList<string> Labels => bundle.Labels;

    public IReadOnlyList<string> Tags => bundle.Tags;

    public string Device => device.Name;

    public (Func<Frame, (Perception Perception, FeatureMap Features)> See, IDisposable Owner) OpenEyes()
    {
        var eyes = bundle.OpenEyes(device, threads);
        return (eyes.See, eyes);
    }

    public IRegionFinder OpenFinder() => bundle.OpenVocabulary(device) is { } names ? new OpenVocabularyFinder(Labels, names) : new LabelFinder(Labels);

    public IVisionLanguageModel Open(string model) => bundle.OpenModel(model, device, threads);

    public long Bytes(string model)
    {
        var (files, sizes) = (bundle.Manifest.Models[model], bundle.Manifest.Files);
        string[] graphs = [bundle.Manifest.Detector.Eyes, files.Eyes, files.Regions, files.Prefill, files.Step];
        // Weights lie beside the graphs, those of the answers in a file of their own.
        var used = graphs.Concat(graphs.Select(graph => graph[..(graph.LastIndexOf('/') + 1)] + "weights.bin"));
        if (files.Answers is { } answers) used = used.Concat([answers.Graph, Path.ChangeExtension(answers.Graph, ".bin")]);
        return used.Distinct().Sum(file => sizes.TryGetValue(file, out var found) ? found.Bytes : 0);
    }

    public IModelSource Choose(IReadOnlyList<string> models) => new BundleModels(bundle, device, threads, string.Join(',', models));

    public IModelSource Load(string folder)
    {
        var other = Bundle.Load(folder);
        return new BundleModels(other, device, threads, Models.All(other.Manifest.Models.ContainsKey) ? string.Join(',', Models) : null);
    }

    /// <summary>CPU threads of a network that leave a core for drawing while two models run side by side; the networks are too small for more than 4.</summary>
    /// <param name="cores">Processors of the machine.</param>
    public static int ThreadsBesideDrawing(int cores) => Math.Clamp((cores - 1) / 2, 1, 4);

    /// <summary>The first and the last of student, plain, teacher that there are, then any other; at most two.</summary>
    /// <exception cref="UserException">The bundle has no model at all.</exception>
    internal static IReadOnlyList<string> Choose(IEnumerable<string> available)
    {
        string[] names = [.. available.OrderBy(Rank)];
        return names.Length switch
        {
            0 => throw new UserException("the bundle has no models; export it again"),
            1 => names,
            _ => [names[0], names.Contains("teacher") ? "teacher" : names[1]],
        };
    }

    /// <summary>Names from left to right as the demo shows them.</summary>
    internal static IReadOnlyList<string> Order(IEnumerable<string> names) => [.. names.OrderBy(Rank)];

    private static int Rank(string name) => Array.IndexOf(Preferred, name) is >= 0 and var place ? place : Preferred.Length;

    /// <summary>The models the user named, in that order.</summary>
    /// <exception cref="UserException">None or more than two are named, one twice, or one the bundle lacks.</exception>
    internal static IReadOnlyList<string> Named(string wanted, IReadOnlyList<string> available)
    {
        string[] names = wanted.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (names.FirstOrDefault(name => !available.Contains(name)) is { } absent)
            throw new UserException($"--models {wanted}: the bundle has no '{absent}'; it has {string.Join(", ", available)}");
        return names.Length is 1 or 2 && names.Distinct().Count() == names.Length ? names
            : throw new UserException($"--models {wanted}: name one model, or two different ones by comma");
    }
}
