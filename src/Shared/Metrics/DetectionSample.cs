using VlDistill.Regions;

namespace VlDistill.Metrics;

/// <summary>A labelled box; detections that meet a crowd box count neither way.</summary>
public readonly record struct TruthBox(Box Box, int Label, bool Crowd = false);

/// <summary>One picture's labelled boxes and what a detector found; both in the same unit, relative or pixels.</summary>
public sealed record DetectionSample(IReadOnlyList<TruthBox> Truth, IReadOnlyList<Region> Detected);
