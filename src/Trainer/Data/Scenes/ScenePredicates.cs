namespace VlDistill.Trainer.Data.Scenes;

/// <summary>What objects of a scene do to each other, exactly: computed from shapes, places and the order of drawing, at most one predicate per ordered pair.</summary>
/// <remarks>Which of two overlapping objects is in front, and what a ring goes around, cannot be told from boxes; who is diagonal to whom is no relation.</remarks>
public static class ScenePredicates
{
    public const string LeftOf = "left of", RightOf = "right of", Above = "above", Below = "below", On = "on", Under = "under", NextTo = "next to",
        Covering = "covering", Behind = "behind", Inside = "inside", Around = "around";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> All = [LeftOf, RightOf, Above, Below, On, Under, NextTo, Covering, Behind, Inside, Around];

    /// <summary>Share of the smaller object that has to be shared before one covers the other.</summary>
    public const float LeastOverlap = 0.12f;

    /// <summary>Gap between boxes up to which one lies on the other, and up to which they are next to each other; relative to the picture.</summary>
    public const float Touching = 0.012f, Close = 0.05f;

    /// <summary>Gaps from touching or close up to so many times as wide could be called either way.</summary>
    private const float Unclear = 2;

    /// <summary>How much farther apart two objects are in one direction before it names their relation.</summary>
    private const float Clear = 2;

    private const int Samples = 24;

    /// <summary>For every ordered pair that is related, in order of subject and object.</summary>
    public static IReadOnlyList<SceneRelation> Of(IReadOnlyList<SceneObject> objects) =>
        [.. from s in Enumerable.Range(0, objects.Count)
            from o in Enumerable.Range(0, objects.Count)
            where s != o
            let predicate = Between(objects[s], objects[o], s > o)
            where predicate is not null
            select new SceneRelation(s, predicate, o)];

    /// <summary>What one object is to another; null = nothing.</summary>
    /// <param name="isFront">Whether the first is drawn over the second.</param>
    public static string? Between(SceneObject s, SceneObject o, bool isFront)
    {
        if (IsInHole(s, o)) return Inside;
        if (IsInHole(o, s)) return Around;
        if (Overlap(s, o) >= LeastOverlap) return isFront ? Covering : Behind;
        var (dx, dy) = (MathF.Abs(s.X - o.X), MathF.Abs(s.Y - o.Y));
        if (dx < Math.Max(s.Radius, o.Radius) && MathF.Abs(dy - s.Radius - o.Radius) <= Touching) return s.Y < o.Y ? On : Under;
        if (dy < Math.Min(s.Radius, o.Radius) && MathF.Abs(dx - s.Radius - o.Radius) <= Close) return NextTo;
        if (dx >= Clear * dy) return s.X < o.X ? LeftOf : RightOf;
        return dy >= Clear * dx ? s.Y < o.Y ? Above : Below : null;
    }

    /// <summary>Whether two objects that do not overlap lie just beyond the limit of on or of next to, or at the side of it, where a pixel decides.</summary>
    public static bool IsAmbiguous(SceneObject a, SceneObject b)
    {
        var (dx, dy, sum) = (MathF.Abs(a.X - b.X), MathF.Abs(a.Y - b.Y), a.Radius + b.Radius);
        var (over, beside) = (dy - sum, dx - sum);
        return dx < Math.Max(a.Radius, b.Radius) && MathF.Abs(over) is > Touching and < Unclear * Touching
            || MathF.Abs(dx - Math.Max(a.Radius, b.Radius)) < Touching && MathF.Abs(over) < Unclear * Touching
            || dy < Math.Min(a.Radius, b.Radius) && beside is > Close and < Unclear * Close
            || MathF.Abs(dy - Math.Min(a.Radius, b.Radius)) < Touching && MathF.Abs(beside) < Unclear * Close;
    }

    /// <summary>Share of the smaller object's points that are also the other's, from a grid of points.</summary>
    public static float Overlap(SceneObject a, SceneObject b)
    {
        if (a.Box.IoU(b.Box) == 0) return 0;
        if (a.Radius > b.Radius) (a, b) = (b, a);
        var (own, shared) = (0, 0);
        for (var i = 0; i < Samples * Samples; i++)
        {
            var (u, v) = ((i % Samples + 0.5f) * 2 / Samples - 1, (i / Samples + 0.5f) * 2 / Samples - 1);
            if (!ScenePainter.Covers(a.Shape, u, v)) continue;
            own++;
            if (ScenePainter.Covers(b.Shape, (a.X + u * a.Radius - b.X) / b.Radius, (a.Y + v * a.Radius - b.Y) / b.Radius)) shared++;
        }
        return own == 0 ? 0 : (float)shared / own;
    }

    private static bool IsInHole(SceneObject s, SceneObject ring) =>
        ring.Shape == Shape.Ring && MathF.Sqrt((s.X - ring.X) * (s.X - ring.X) + (s.Y - ring.Y) * (s.Y - ring.Y)) + s.Radius * Reach(s.Shape) <= ScenePainter.RingHole * ring.Radius;

    /// <summary>How far a shape reaches from its centre, in radii.</summary>
    private static float Reach(Shape shape) => shape is Shape.Ball or Shape.Star or Shape.Ring ? 1 : MathF.Sqrt(2);
}
