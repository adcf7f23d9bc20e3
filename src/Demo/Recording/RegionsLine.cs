using VlDistill.Demo.Vision;

namespace VlDistill.Demo.Recording;

/// <summary>One line of regions.jsonl: what the eyes saw in one frame, whether a model described it or not. Times in seconds since the program started.</summary>
public sealed record RegionsLine(long Frame, double FrameTime, double Ms, IReadOnlyList<SessionBox> Boxes)
{
    public static RegionsLine From(Sight sight, IReadOnlyList<string> labels) => new(
        sight.FrameId,
        Math.Round(sight.FrameTime.TotalSeconds, 4),
        Math.Round(sight.Perception.Milliseconds, 2),
        SessionBox.From(sight.Perception.Regions, labels));
}
