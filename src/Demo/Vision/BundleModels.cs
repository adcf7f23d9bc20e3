using VlDistill.Bundles;
using VlDistill.Frames;
using VlDistill.Inference;

namespace VlDistill.Demo.Vision;

/// <summary>The models of a bundle folder: student and teacher side by side where it has both.</summary>
/// <param name="bundle">Loaded and checked.</param>
/// <param name="device">Where the networks run.</param>
/// <param name="threads">CPU threads inside one network run; more than one would take the cores that drawing needs.</param>
public sealed class BundleModels(Bundle bundle, Device device, int threads = 1) : IModelSource
{
    // Left to right; the last one shown is the reference.
    private static readonly string[] Preferred = ["student", "plain", "teacher"];

    public IReadOnlyList<string> Models { get; } = Choose(bundle.Manifest.Models.Keys);

    public IReadOnlyList<string> Labels => bundle.Labels;

    public string Device => device.Name;

    public (Func<Frame, Perception> See, IDisposable Owner) OpenEyes()
    {
        var eyes = bundle.OpenEyes(device, threads);
        return (eyes.Perceive, eyes);
    }

    public IVisionLanguageModel Open(string model) => bundle.OpenModel(model, device, threads);

    /// <summary>The first and the last of student, plain, teacher that there are, then any other; at most two.</summary>
    /// <exception cref="UserException">The bundle has no model at all.</exception>
    internal static IReadOnlyList<string> Choose(IEnumerable<string> available)
    {
        string[] names = [.. available.OrderBy(name => Array.IndexOf(Preferred, name) is >= 0 and var place ? place : Preferred.Length)];
        return names.Length switch
        {
            0 => throw new UserException("the bundle has no models; export it again"),
            1 => names,
            _ => [names[0], names.Contains("teacher") ? "teacher" : names[1]],
        };
    }
}
