using VlDistill.Bundles;
using VlDistill.Trainer.Export.Onnx;

namespace VlDistill.Trainer.Export;

/// <summary>Which files of a bundle each of its abilities rests on, graphs with the weights they refer to.</summary>
public sealed class BundleFiles(Bundle bundle)
{
    private static readonly HashSet<string> nothing = [];

    private BundleManifest Manifest => bundle.Manifest;

    /// <summary>Boxes, and the map that all others read.</summary>
    public IReadOnlySet<string> Eyes => Together(nothing, Manifest.Labels, Manifest.Detector.Eyes);

    /// <summary>Tags of the whole picture.</summary>
    public IReadOnlySet<string> Tags => Together(Eyes, Manifest.Tags);

    /// <summary>A model's sentences; empty where the bundle lacks it.</summary>
    public IReadOnlySet<string> Captions(string model) =>
        Manifest.Models.TryGetValue(model, out var m) ? Together(Eyes, Manifest.Vocabulary, m.Eyes, m.Regions, m.Prefill, m.Step) : nothing;

    /// <summary>Boxes of typed names; empty where the bundle finds none.</summary>
    public IReadOnlySet<string> Names => Manifest.OpenVocabulary is { } open ? Together(Eyes, open.Regions, open.Text, open.Words) : nothing;

    /// <summary>What a model says that things do to each other; empty where it was not taught to.</summary>
    public IReadOnlySet<string> Relations(string model) =>
        Manifest.Models.GetValueOrDefault(model)?.Relations is { } r ? Together(Eyes, Manifest.Models[model].Eyes, r.Graph, r.Vocabulary, r.Predicates) : nothing;

    /// <summary>Whether two bundles have an ability's files byte for byte, and read the detector's boxes alike.</summary>
    public static bool AreSame(BundleManifest one, IReadOnlySet<string> files, BundleManifest other, IReadOnlySet<string> others) =>
        files.Count > 0 && files.SetEquals(others) && files.All(f => one.Files.GetValueOrDefault(f) is { } file && file == other.Files.GetValueOrDefault(f))
        && one.Detector with { Figures = null } == other.Detector with { Figures = null };

    private HashSet<string> Together(IReadOnlySet<string> before, params string[] files) => [.. before, .. files, .. files.Where(f => f.EndsWith(".onnx", StringComparison.Ordinal)).SelectMany(Weights)];

    /// <summary>The files beside a graph that hold its tensors.</summary>
    private IEnumerable<string> Weights(string graph)
    {
        using var file = File.OpenRead(Path.Combine(bundle.Folder, graph));
        var folder = graph[..(graph.LastIndexOf('/') + 1)];
        var tensors = ModelProto.Parser.ParseFrom(file).Graph;
        return tensors.Initializer.SelectMany(t => t.ExternalData).Where(d => d.Key == "location").Select(d => folder + d.Value).Distinct().ToArray();
    }
}
