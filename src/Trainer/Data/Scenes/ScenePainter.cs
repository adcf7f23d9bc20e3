namespace VlDistill.Trainer.Data.Scenes;

/// <summary>Draws scenes in plain C#: four samples per pixel, shaded objects on a grainy ground.</summary>
public static class ScenePainter
{
    /// <summary>Radius of a ring's hole as a share of the ring's.</summary>
    public const float RingHole = 0.55f;

    private const int SubSamples = 2;

    /// <summary>Paints size × size 8-bit RGB rows.</summary>
    public static void Draw(Scene scene, int size, Span<byte> rgb)
    {
        var grain = new SeededRandom(scene.Texture);
        for (var y = 0; y < size; y++)
            for (var x = 0; x < size; x++)
            {
                var noise = (float)grain.Between(-14, 14) - 18f * y / size;
                var (r, g, b) = (scene.Ground.R + noise, scene.Ground.G + noise, scene.Ground.B + noise);
                foreach (var o in scene.Objects)
                {
                    var cover = Cover(o, x, y, size);
                    if (cover == 0) continue;
                    // Light from above left, so that large flat shapes are not one value.
                    var light = 1 - 0.18f * ((x + 0.5f) / size - o.X + (y + 0.5f) / size - o.Y) / o.Radius;
                    (r, g, b) = (Mix(r, o.Paint.R * light, cover), Mix(g, o.Paint.G * light, cover), Mix(b, o.Paint.B * light, cover));
                }
                var at = (y * size + x) * 3;
                (rgb[at], rgb[at + 1], rgb[at + 2]) = (Clamp(r), Clamp(g), Clamp(b));
            }
    }

    private static float Cover(SceneObject o, int x, int y, int size)
    {
        var hits = 0;
        for (var i = 0; i < SubSamples * SubSamples; i++)
        {
            var u = ((x + (i % SubSamples + 0.5f) / SubSamples) / size - o.X) / o.Radius;
            var v = ((y + (i / SubSamples + 0.5f) / SubSamples) / size - o.Y) / o.Radius;
            if (Covers(o.Shape, u, v)) hits++;
        }
        return (float)hits / (SubSamples * SubSamples);
    }

    /// <summary>Whether a point belongs to the shape, which fills the square [−1, 1]² from side to side.</summary>
    public static bool Covers(Shape shape, float u, float v)
    {
        if (MathF.Abs(u) > 1 || MathF.Abs(v) > 1) return false;
        var distance = MathF.Sqrt(u * u + v * v);
        return shape switch
        {
            Shape.Ball => distance <= 1,
            Shape.Box => true,
            Shape.Triangle => MathF.Abs(u) <= (v + 1) / 2,
            Shape.Star => distance <= StarEdge(MathF.Atan2(u, -v)),
            Shape.Ring => distance is <= 1 and >= RingHole,
            _ => MathF.Abs(u) <= 0.3f || MathF.Abs(v) <= 0.3f,
        };
    }

    /// <summary>Radius of a five-pointed star at an angle from its upper point.</summary>
    private static float StarEdge(float angle)
    {
        const float Sector = 2 * MathF.PI / 5, Inner = 0.42f;
        var a = MathF.Abs(angle - Sector * MathF.Round(angle / Sector));
        var (px, py) = (Inner * MathF.Cos(Sector / 2), Inner * MathF.Sin(Sector / 2));
        return py / (MathF.Sin(a) * (1 - px) + MathF.Cos(a) * py);
    }

    private static float Mix(float under, float over, float cover) => under + (over - under) * cover;

    private static byte Clamp(float value) => (byte)Math.Clamp(value + 0.5f, 0, 255);
}
