using VlDistill.Regions;
using VlDistill.Trainer.Data.Relations;

namespace VlDistill.Trainer.Methods.RelationBaselines;

/// <summary>Two boxes as numbers for a perceptron.</summary>
public static class BoxGeometry
{
    /// <summary>Numbers of a pair.</summary>
    public const int Length = 16;

    private const float Least = 1e-3f;

    /// <summary>Corners of both, distance of the centres in the picture and in sizes of the object, ratio of the sizes, and how much they share; finite for empty boxes.</summary>
    public static float[] Of(Box s, Box o)
    {
        var (dx, dy) = ((s.X1 + s.X2 - o.X1 - o.X2) / 2, (s.Y1 + s.Y2 - o.Y1 - o.Y2) / 2);
        return
        [
            s.X1, s.Y1, s.X2, s.Y2, o.X1, o.Y1, o.X2, o.Y2, dx, dy,
            Math.Clamp(dx / Math.Max(Least, o.Width), -3, 3), Math.Clamp(dy / Math.Max(Least, o.Height), -3, 3),
            Ratio(s.Width, o.Width), Ratio(s.Height, o.Height), s.IoU(o) is var share && float.IsFinite(share) ? share : 0, PairMatcher.Closeness(s, o),
        ];
    }

    private static float Ratio(float a, float b) => MathF.Log(Math.Max(Least, a) / Math.Max(Least, b));
}
