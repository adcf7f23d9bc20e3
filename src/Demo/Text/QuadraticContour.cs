using System.Numerics;

namespace VlDistill.Demo.Text;

/// <summary>TrueType contours: quadratic curves whose on-curve points between two controls are implied.</summary>
internal static class QuadraticContour
{
    /// <summary>Turns one closed contour of (point, on the curve) into a poly-line.</summary>
    internal static Vector2[] Flatten((Vector2 At, bool On)[] points, int steps)
    {
        var line = new List<Vector2>();
        if (points.Length == 0) return [];
        var start = points[0].On ? points[0].At : points[^1].On ? points[^1].At : Vector2.Lerp(points[0].At, points[^1].At, 0.5f);
        var pen = start;
        line.Add(pen);
        for (int i = points[0].On ? 1 : 0; i < points.Length; i++)
        {
            var (at, on) = points[i];
            if (on)
            {
                line.Add(pen = at);
                continue;
            }

            var (nextAt, nextOn) = i + 1 < points.Length ? points[i + 1] : (start, true);
            var end = nextOn ? nextAt : Vector2.Lerp(at, nextAt, 0.5f);
            for (int step = 1; step <= steps; step++)
            {
                float t = (float)step / steps;
                line.Add(Vector2.Lerp(Vector2.Lerp(pen, at, t), Vector2.Lerp(at, end, t), t));
            }

            pen = end;
            if (nextOn) i++;
        }

        return [.. line];
    }
}
