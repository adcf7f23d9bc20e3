using VlDistill.Datasets;

namespace VlDistill.Demo.Recording.Page;

/// <summary>What the page shows, as JSON inside it; times in seconds from the start of the recording, boxes relative to their picture.</summary>
public sealed record PageData(
    string Source, DateTimeOffset Began, string Device, string Stack, double Seconds, double? AttentionDistance, IReadOnlyList<PageModel> Models, IReadOnlyList<PageFrame> Frames);

/// <summary>A model with its figures over the whole recording; milliseconds from the start of the eyes.</summary>
public sealed record PageModel(
    string Name, int Layers, int Heads, long Parameters, double Megabytes, int Captions, double CaptionsPerSecond, double FirstTokenMs, double P50Ms, double P95Ms);

/// <summary>A key frame: its picture (JPEG, base64; null where the film lacks it), its boxes, and what models said about it.</summary>
/// <remarks>With a question the sentences are its tokens as each model read them, and the answers tell what came of it.</remarks>
public sealed record PageFrame(
    double Time, string? Picture, int Width, int Height, IReadOnlyList<SessionBox> Boxes, IReadOnlyList<PageSentence> Sentences, string? Question = null)
{
    /// <summary>The surest tags of the whole picture, best first; empty where none were recorded.</summary>
    public IReadOnlyList<ScoredTag> Tags { get; init; } = [];
}

/// <summary>A sentence; words as in session.jsonl.</summary>
public sealed record PageSentence(string Model, IReadOnlyList<SessionWord> Words, double? AttentionDistance, double Ms, PageAnswer? Answer = null)
{
    /// <summary>What the model read between the things of the frame, the surest first: "person 1 – riding → horse 0.83".</summary>
    public IReadOnlyList<string> Relations { get; init; } = [];
}

/// <summary>An answer, or the problem in its place.</summary>
public sealed record PageAnswer(string? Text, double Score, string? Problem);
