using VlDistill.Demo.Vision;

namespace VlDistill.Demo.Recording;

/// <summary>A line of session.jsonl with what a model read between things; told from a caption's line by its relations. Regions are numbered as in the frame's boxes.</summary>
/// <param name="Time">When it was read, in seconds since the program started.</param>
/// <param name="Model">Who read it.</param>
/// <param name="Frame">The frame it is about.</param>
/// <param name="FrameTime">When that frame was captured.</param>
/// <param name="Relations">The surest first.</param>
/// <param name="Ms">Time it took.</param>
public sealed record RelationsLine(double Time, string Model, long Frame, double FrameTime, IReadOnlyList<SessionRelation> Relations, double Ms)
{
    private const int Most = 24;
    private const float Least = 0.05f;

    /// <summary>Ordered pairs of regions that were scored.</summary>
    public int Pairs { get; init; }

    /// <summary>Of a mask.</summary>
    public int Rows { get; init; }

    /// <summary>Of a mask.</summary>
    public int Columns { get; init; }

    /// <summary><see cref="AttentionBytes"/> of where each region was looked for as a subject, regions × rows × columns; null without mask attention.</summary>
    public string? SubjectMasks { get; init; }

    /// <summary>The same as an object.</summary>
    public string? ObjectMasks { get; init; }

    /// <param name="result">What a model read; what is hardly likely is left out.</param>
    /// <param name="now">The program's clock.</param>
    public static RelationsLine From(RelationResult result, TimeSpan now) => new(
        Math.Round(now.TotalSeconds, 4),
        result.Model,
        result.FrameId,
        Math.Round(result.FrameTime.TotalSeconds, 4),
        [.. result.Told.Where(t => t.Score >= Least).Take(Most).Select(t =>
            new SessionRelation(t.Subject, t.Predicate, t.Object, Math.Round(t.Score, 4), [.. t.Looks.Select(look => Math.Round(look, 3))]))],
        Math.Round(result.Milliseconds, 2))
    {
        Pairs = result.Pairs,
        Rows = result.Rows,
        Columns = result.Columns,
        SubjectMasks = AttentionBytes.Encode(result.SubjectMasks),
        ObjectMasks = AttentionBytes.Encode(result.ObjectMasks),
    };
}

/// <summary>What the subject does to the object, its probability, and the part of the attention on whole picture, subject, union and object.</summary>
public sealed record SessionRelation(int Subject, string Predicate, int Object, double P, IReadOnlyList<double> Looks);
