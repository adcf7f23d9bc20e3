using VlDistill.Datasets;
using VlDistill.Metrics;
using VlDistill.Trainer.Data.Relations;

namespace VlDistill.Trainer.Data;

/// <summary>One picture of a data set with what is known about it.</summary>
/// <param name="Id">File name, or number of a scene; unique in its data set.</param>
/// <param name="Captions">Sentences; may be empty.</param>
/// <param name="Boxes">Labelled boxes, relative; null when nobody labelled the picture.</param>
/// <param name="Questions">With answers; null when the set has none.</param>
public sealed record Sample(string Id, IReadOnlyList<string> Captions, IReadOnlyList<TruthBox>? Boxes, IReadOnlyList<VqaQuestion>? Questions = null);

/// <summary>Writes a sample's picture, stretched to size × size, as 8-bit RGB rows.</summary>
public delegate void SampleReader(Sample sample, int size, Span<byte> rgb);

/// <summary>Pictures in three splits; test is for reports only and no stage trains on it.</summary>
/// <param name="Labels">Class names of the boxes; empty when the set has none.</param>
/// <param name="Measure">Width and height of a sample's own picture.</param>
public sealed record DataSet(string Name, IReadOnlyList<Sample> Train, IReadOnlyList<Sample> Dev, IReadOnlyList<Sample> Test, IReadOnlyList<string> Labels,
    SampleReader Read, Func<Sample, (int Width, int Height)> Measure)
{
    /// <summary>Makes or reads the relations the set comes with; null when it has none.</summary>
    public Func<RelationSplits>? Relations { get; init; }

    /// <summary>The splits one after the other: train, dev, test.</summary>
    public IReadOnlyList<Sample> All { get; } = [.. Train, .. Dev, .. Test];

    /// <summary>A sample's photograph; null where pictures are drawn.</summary>
    public Func<Sample, string>? FileOf { get; init; }
}
