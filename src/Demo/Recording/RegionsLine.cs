using VlDistill.Datasets;
using VlDistill.Demo.Vision;

namespace VlDistill.Demo.Recording;

/// <summary>One line of regions.jsonl: what the eyes saw in one frame, whether a model described it or not. Times in seconds since the program started.</summary>
public sealed record RegionsLine(long Frame, double FrameTime, double Ms, IReadOnlyList<SessionBox> Boxes)
{
    private const int MostTags = 16;
    private const float LeastTag = 0.02f;

    /// <summary>The surest tags of the whole picture, best first; null in recordings of earlier versions.</summary>
    public IReadOnlyList<ScoredTag>? Tags { get; init; }

    /// <param name="labels">The detector's classes.</param>
    /// <param name="tags">The words of the sight's tag scores.</param>
    public static RegionsLine From(Sight sight, IReadOnlyList<string> labels, IReadOnlyList<string> tags) => new(
        sight.FrameId,
        Math.Round(sight.FrameTime.TotalSeconds, 4),
        Math.Round(sight.Perception.Milliseconds, 2),
        SessionBox.From(sight.Perception.Regions, labels))
    {
        // While models change, the sight may be the other eyes'.
        Tags = tags.Count != sight.Perception.Tags.Length ? [] :
            [.. tags.Zip(sight.Perception.Tags, (name, score) => new ScoredTag(name, Math.Round(score, 4))).Where(t => t.Score >= LeastTag).OrderByDescending(t => t.Score).Take(MostTags)],
    };
}
