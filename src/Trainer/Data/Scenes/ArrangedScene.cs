namespace VlDistill.Trainer.Data.Scenes;

/// <summary>Scenes whose objects lie on, next to, inside and in front of each other, where <see cref="Scene.Create"/> keeps them apart.</summary>
public static class ArrangedScene
{
    private const int FewestObjects = 3, MostObjects = 4, Attempts = 60;

    /// <summary>Boxes that share more would hide each other.</summary>
    private const float LargestIoU = 0.4f, LargestOverlap = 0.6f;

    /// <summary>Who shares less does not show who is in front at the resolution of a network's eyes.</summary>
    private const float VisibleOverlap = 0.35f;

    /// <summary>The scene of that number in the world of that seed; the same on every machine.</summary>
    public static Scene Create(ulong seed, int number, int variant)
    {
        var random = new SeededRandom(seed, (ulong)number, (ulong)variant);
        var ground = random.Pick(Paint.Grounds);
        var wanted = FewestObjects + random.Below(MostObjects - FewestObjects + 1);
        var objects = new List<SceneObject>();
        for (var attempt = 0; attempt < Attempts && objects.Count < wanted; attempt++)
        {
            var candidate = Place(Draw(random), objects, random);
            if (IsInPicture(candidate) && objects.All(o => IsClear(o, candidate))) objects.Add(candidate);
        }
        return new Scene(random.Next(), ground, objects);
    }

    private static SceneObject Draw(SeededRandom random)
    {
        var large = random.Below(2) == 1;
        var radius = (float)(large ? random.Between(0.2, 0.27) : random.Between(0.12, 0.15));
        return new SceneObject((Shape)random.Below(6), random.Pick(Paint.All), large, (float)random.Between(radius, 1 - radius), (float)random.Between(radius, 1 - radius), radius);
    }

    /// <summary>Moves a new object to one that is there already, in one of four ways, or leaves it where it is.</summary>
    private static SceneObject Place(SceneObject candidate, List<SceneObject> objects, SeededRandom random)
    {
        if (objects.Count == 0) return candidate;
        var other = random.Pick(objects);
        if (other is { Shape: Shape.Ring, IsLarge: true } && candidate.Shape != Shape.Ring && random.Below(2) == 0)
            return candidate with { IsLarge = false, Radius = ScenePainter.RingHole * other.Radius * (float)random.Between(0.5, 0.68), X = other.X, Y = other.Y };
        var (sum, side) = (candidate.Radius + other.Radius, random.Below(2) == 0 ? -1 : 1);
        switch (random.Below(5))
        {
            case 0:
                return candidate with { X = other.X + (float)random.Between(-0.6, 0.6) * other.Radius, Y = other.Y - sum - (float)random.Between(0, 0.006) };
            case 1:
                return candidate with { X = other.X + side * (sum + (float)random.Between(0.01, 0.04)), Y = other.Y + (float)random.Between(-0.5, 0.5) * Math.Min(candidate.Radius, other.Radius) };
            case 2:
                return candidate with { X = other.X + (float)random.Between(-0.8, 0.8) * sum, Y = other.Y + (float)random.Between(-0.8, 0.8) * sum };
            default:
                return candidate;
        }
    }

    private static bool IsInPicture(SceneObject o) => o.Box is { X1: >= 0, Y1: >= 0, X2: <= 1, Y2: <= 1 };

    /// <summary>Either well overlapping or not at all, each kind of thing once, never hidden, and never between two predicates.</summary>
    private static bool IsClear(SceneObject behind, SceneObject candidate)
    {
        if (behind.Shape == candidate.Shape || behind.Paint == candidate.Paint && behind.Box.IoU(candidate.Box) > 0) return false;
        if (ScenePredicates.Between(candidate, behind, isFront: true) == ScenePredicates.Inside) return true;
        var overlap = ScenePredicates.Overlap(behind, candidate);
        return overlap == 0 ? behind.Box.IoU(candidate.Box) < LargestIoU / 4 && !ScenePredicates.IsAmbiguous(behind, candidate) : overlap is >= VisibleOverlap and <= LargestOverlap && behind.Box.IoU(candidate.Box) <= LargestIoU;
    }
}
