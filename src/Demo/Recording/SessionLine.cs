using VlDistill.Demo.Vision;
using VlDistill.Regions;

namespace VlDistill.Demo.Recording;

/// <summary>One line of session.jsonl: what one model said about one frame. Times in seconds since the program started, boxes relative to the frame.</summary>
public sealed record SessionLine(
    double Time,
    string Model,
    long Frame,
    double FrameTime,
    string Caption,
    IReadOnlyList<SessionWord> Words,
    IReadOnlyList<SessionBox> Boxes,
    double? AttentionDistance,
    SessionTimes Ms)
{
    /// <summary>Mean cosine of the region states to the other model's where both described this frame and the bundle has them.</summary>
    public double? HiddenCosine { get; init; }

    /// <param name="result">A complete result.</param>
    /// <param name="distance">Attention distance to the other model where both described this frame.</param>
    /// <param name="now">The program's clock.</param>
    /// <param name="labels">The detector's classes.</param>
    public static SessionLine From(VisionResult result, double? distance, TimeSpan now, IReadOnlyList<string> labels)
    {
        var times = result.Times;
        double eyes = result.Perception.Milliseconds;
        return new SessionLine(
            Math.Round(now.TotalSeconds, 4),
            result.Model,
            result.FrameId,
            Math.Round(result.FrameTime.TotalSeconds, 4),
            result.Text,
            [.. result.Words.Select(w => new SessionWord(w.Text, Math.Round(Math.Exp(w.LogProbability), 4), Strongest(w, result))
            {
                Attention = AttentionBytes.Encode(w.Attention),
                Rollout = AttentionBytes.Encode(w.Rollout),
            })],
            SessionBox.From(result.Perception.Regions, labels),
            distance is { } d ? Math.Round(d, 4) : null,
            new SessionTimes(
                Math.Round(eyes, 2), Math.Round(times.Eyes, 2), Math.Round(times.Regions, 2), Math.Round(times.Prefill, 2),
                Math.Round(times.FirstToken, 2), Math.Round(times.Decode, 2), Math.Round(times.Total + eyes, 2)));
    }

    private static int Strongest(Inference.CaptionWord word, VisionResult result)
    {
        float[] weights = new float[result.Perception.Regions.Tokens.Count];
        RegionAttention.Mean(word, weights);
        return Array.IndexOf(weights, weights.Max());
    }
}

/// <summary>A word, its probability, and the region token it looked at most (0 the whole picture, then 7 × 7 cells, then the boxes).</summary>
public sealed record SessionWord(string Text, double P, int Region)
{
    /// <summary><see cref="AttentionBytes"/> of layers × heads × region tokens; null where the model tells none.</summary>
    public string? Attention { get; init; }

    /// <summary><see cref="AttentionBytes"/> of the region tokens' attention rollout; null where unknown.</summary>
    public string? Rollout { get; init; }
}

/// <summary>A detected box.</summary>
public sealed record SessionBox(float X1, float Y1, float X2, float Y2, string Label, double Score)
{
    /// <summary>Those of a picture; a class that has no label is a question mark.</summary>
    public static IReadOnlyList<SessionBox> From(RegionSet regions, IReadOnlyList<string> labels) =>
        [.. regions.Detected.Select(r => new SessionBox(
            r.Box.X1, r.Box.Y1, r.Box.X2, r.Box.Y2, r.Label < labels.Count ? labels[r.Label] : "?", Math.Round(r.Score, 4)))];
}

/// <summary>Milliseconds of each stage; <c>Eyes</c> are the student's, <c>OwnEyes</c> the model's own.</summary>
public sealed record SessionTimes(double Eyes, double OwnEyes, double Regions, double Prefill, double FirstToken, double Decode, double Total);
