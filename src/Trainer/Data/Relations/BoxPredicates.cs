using VlDistill.Datasets;

namespace VlDistill.Trainer.Data.Relations;

/// <summary>Where one box is to another, from their corners and classes alone: a rule of thumb about things in space, so its labels are mined ones too.</summary>
/// <remarks>
/// Names are Visual Genome's where it has them: next to is its "near", below its "under". Being inside something, or on a horse or bicycle, is not told: who stands
/// behind a car or a bicycle has the same boxes.
/// </remarks>
public static class BoxPredicates
{
    public const string LeftOf = "left of", RightOf = "right of", Above = "above", Under = "under", On = "on", Near = "near";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> All = [LeftOf, RightOf, Above, Under, On, Near];

    private static readonly HashSet<string> supports = ["bench", "chair", "couch", "bed", "dining table", "surfboard", "skateboard", "snowboard"];
    private static readonly HashSet<string> placed = ["person", "dog", "cat", "bird", "teddy bear", "bowl", "cup", "bottle", "cake", "pizza", "book", "laptop", "vase", "wine glass", "cell phone"];

    /// <summary>The one predicate of a pair; null when their places say nothing clear.</summary>
    public static string? Between(NamedBox subject, NamedBox target)
    {
        var (s, o) = (subject.Box, target.Box);
        var (across, down) = (Shared(s.X1, s.X2, o.X1, o.X2), Shared(s.Y1, s.Y2, o.Y1, o.Y2));
        if (supports.Contains(target.Name) && placed.Contains(subject.Name) && !(subject.Name == "person" && target.Name == "dining table") && across >= 0.7f && s.Y1 < o.Y1 && s.Y2 >= o.Y1 + 0.1f * o.Height && s.Y2 <= o.Y2 + 0.1f * o.Height) return On;
        var gap = Math.Max(s.X1, o.X1) - Math.Min(s.X2, o.X2);
        var (tall, low) = (Math.Max(s.Height, o.Height), Math.Min(s.Height, o.Height));
        // Standing on the same ground, of like size: at the same distance from the camera.
        if (gap is > -0.02f and < 0.06f && tall < 1.6f * low && Math.Abs(s.Y2 - o.Y2) < 0.12f * tall) return Near;
        if (gap > 0 && down >= 0.4f) return s.X1 < o.X1 ? LeftOf : RightOf;
        return Math.Max(s.Y1, o.Y1) > Math.Min(s.Y2, o.Y2) && across >= 0.4f ? s.Y1 < o.Y1 ? Above : Under : null;
    }

    /// <summary>Share of the shorter of two intervals that the other covers.</summary>
    private static float Shared(float a1, float a2, float b1, float b2) => Math.Max(0, Math.Min(a2, b2) - Math.Max(a1, b1)) / Math.Max(1e-9f, Math.Min(a2 - a1, b2 - b1));
}
