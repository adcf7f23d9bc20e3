using VlDistill.Regions;

namespace VlDistill.Metrics;

/// <summary>A labelled box; detections that meet a crowd box count neither way.</summary>
public readonly record struct TruthBox(Box Box, int Label, bool Crowd = false);

/// <summary>What the labels of a picture can tell when people were not asked about every class (Gupta et al., LVIS, 2019, section 3).</summary>
/// <param name="Known">Classes somebody looked for, present or absent; detections of others count neither way.</param>
/// <param name="Partial">Classes whose boxes are not all drawn; a detection that meets none counts neither way.</param>
public sealed record FederatedLabels(IReadOnlySet<int> Known, IReadOnlySet<int> Partial);

/// <summary>One picture's labelled boxes and what a detector found; both in the same unit, relative or pixels.</summary>
public sealed record DetectionSample(IReadOnlyList<TruthBox> Truth, IReadOnlyList<Region> Detected)
{
    /// <summary>Null when every class is labelled, as in COCO.</summary>
    public FederatedLabels? Federated { get; init; }
}
