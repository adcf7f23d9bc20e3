using System.Numerics;

namespace VlDistill.Demo.Text;

/// <summary>Signed distance of a pixel grid to an outline (Green, "Improved Alpha-Tested Magnification", SIGGRAPH 2007), computed exactly from the curves.</summary>
internal static class DistanceField
{
    /// <summary>Fills <paramref name="target"/> (width × height, rows top to bottom): 128 on the outline, 255 at <paramref name="spread"/> pixels inside, 0 at as many outside.</summary>
    /// <param name="contours">Closed poly-lines in pixels, y down.</param>
    internal static void Render(IReadOnlyList<Vector2[]> contours, int width, int height, float spread, Span<byte> target)
    {
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                var centre = new Vector2(x + 0.5f, y + 0.5f);
                float squared = float.MaxValue;
                int winding = 0;
                foreach (var contour in contours)
                {
                    for (int i = 0; i < contour.Length; i++)
                    {
                        Vector2 a = contour[i], b = contour[(i + 1) % contour.Length];
                        squared = Math.Min(squared, DistanceSquared(centre, a, b));
                        winding += Crossing(centre, a, b);
                    }
                }

                float distance = MathF.Sqrt(squared) * (winding != 0 ? 1 : -1);
                target[y * width + x] = (byte)Math.Clamp(MathF.Round(127.5f + 127.5f * distance / spread), 0, 255);
            }
        }
    }

    private static float DistanceSquared(Vector2 point, Vector2 a, Vector2 b)
    {
        var edge = b - a;
        float length = edge.LengthSquared();
        float t = length > 0 ? Math.Clamp(Vector2.Dot(point - a, edge) / length, 0, 1) : 0;
        return Vector2.DistanceSquared(point, a + t * edge);
    }

    // Non-zero winding rule: +1 for an edge passing the ray to the right upwards, -1 downwards.
    private static int Crossing(Vector2 point, Vector2 a, Vector2 b)
    {
        if (a.Y <= point.Y == b.Y <= point.Y) return 0;
        float x = a.X + (point.Y - a.Y) / (b.Y - a.Y) * (b.X - a.X);
        return x <= point.X ? 0 : a.Y < b.Y ? 1 : -1;
    }
}
