using VlDistill.Regions;
using VlDistill.Trainer.Models;
using VlDistill.Trainer.Tasks;

namespace VlDistill.Trainer.Features;

/// <summary>Which of a detector's candidates are kept beside a picture's map.</summary>
/// <param name="Name">Begins the cache file's name.</param>
/// <param name="Most">Boxes kept per picture.</param>
/// <param name="Read">Boxes of each picture of a batch, best first.</param>
public sealed record BoxReading(string Name, int Most, Func<DetectionOutput, IReadOnlyList<IReadOnlyList<Region>>> Read)
{
    private const int MostProposals = 40;

    /// <summary>Detections scored lower are not shown to the transformer: the bundle's threshold.</summary>
    private const float MinimumScore = 0.3f;

    /// <summary>What the transformer is shown.</summary>
    public static BoxReading Detections { get; } = new("features", FeatureCache.MostBoxes, output => EyesReader.Detections(output, MinimumScore, FeatureCache.MostBoxes));

    /// <summary>Places where anything may be, whatever its class and however low its score.</summary>
    public static BoxReading Proposals { get; } = new("proposals", MostProposals, output => EyesReader.Proposals(output, MostProposals));
}
