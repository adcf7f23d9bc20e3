using VlDistill.Regions;

namespace VlDistill.Trainer.Data.Scenes;

/// <summary>What an object is; the detector's labels on scenes, in this order.</summary>
public enum Shape
{
    Ball,
    Box,
    Triangle,
    Star,
    Ring,
    Cross,
}

/// <summary>A colour with its name.</summary>
public sealed record Paint(string Name, byte R, byte G, byte B)
{
    /// <summary>Colours of objects, far apart from each other.</summary>
    public static readonly IReadOnlyList<Paint> All =
    [
        new("red", 214, 40, 40), new("green", 40, 160, 60), new("blue", 40, 80, 210), new("yellow", 240, 210, 40),
        new("purple", 140, 50, 170), new("orange", 240, 130, 30), new("white", 245, 245, 245), new("black", 25, 25, 25),
    ];

    /// <summary>Calm colours of grounds.</summary>
    public static readonly IReadOnlyList<Paint> Grounds =
    [
        new("grass", 120, 165, 110), new("sand", 214, 196, 158), new("water", 120, 165, 195), new("stone", 150, 150, 155),
    ];
}

/// <summary>One object: centre and half side relative to the picture.</summary>
public sealed record SceneObject(Shape Shape, Paint Paint, bool IsLarge, float X, float Y, float Radius)
{
    public Box Box => new(X - Radius, Y - Radius, X + Radius, Y + Radius);

    public string Noun => Shape.ToString().ToLowerInvariant();

    public string Size => IsLarge ? "large" : "small";
}

/// <summary>A procedural picture: a ground and one to four objects that barely overlap, back to front.</summary>
/// <param name="Texture">Seed of the ground's grain.</param>
public sealed record Scene(ulong Texture, Paint Ground, IReadOnlyList<SceneObject> Objects)
{
    private const int MostObjects = 4, Attempts = 40;
    private const float LargestOverlap = 0.05f;

    /// <summary>The scene of that number in the world of that seed; the same on every machine.</summary>
    public static Scene Create(ulong seed, int number)
    {
        var random = new SeededRandom(seed, (ulong)number);
        var ground = random.Pick(Paint.Grounds);
        var wanted = 1 + random.Below(MostObjects);
        var objects = new List<SceneObject>();
        for (var attempt = 0; attempt < Attempts && objects.Count < wanted; attempt++)
        {
            var large = random.Below(2) == 1;
            var radius = (float)(large ? random.Between(0.16, 0.22) : random.Between(0.07, 0.10));
            var candidate = new SceneObject((Shape)random.Below(6), random.Pick(Paint.All), large,
                (float)random.Between(radius, 1 - radius), (float)random.Between(radius, 1 - radius), radius);
            if (objects.All(o => o.Box.IoU(candidate.Box) < LargestOverlap && (o.Shape != candidate.Shape || o.Paint != candidate.Paint))) objects.Add(candidate);
        }
        return new Scene(random.Next(), ground, objects);
    }
}
