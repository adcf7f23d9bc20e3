namespace VlDistill.Regions;

/// <summary>A box relative to its picture: corners in [0, 1], x right, y down.</summary>
public readonly record struct Box(float X1, float Y1, float X2, float Y2)
{
    public static readonly Box Whole = new(0, 0, 1, 1);

    public float Width => X2 - X1;

    public float Height => Y2 - Y1;

    public float Area => Math.Max(0, Width) * Math.Max(0, Height);

    /// <summary>Its place in the picture's mirror image.</summary>
    public Box Mirror() => new(1 - X2, Y1, 1 - X1, Y2);

    /// <summary>Intersection over union, 0 for boxes that do not touch.</summary>
    public float IoU(Box other)
    {
        var width = Math.Min(X2, other.X2) - Math.Max(X1, other.X1);
        var height = Math.Min(Y2, other.Y2) - Math.Max(Y1, other.Y1);
        if (width <= 0 || height <= 0) return 0;
        var intersection = width * height;
        return intersection / (Area + other.Area - intersection);
    }
}
