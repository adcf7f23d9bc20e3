namespace VlDistill.Demo.Overlay;

/// <summary>A rectangle in pixels of the picture being drawn, y down.</summary>
public readonly record struct Rect(float X, float Y, float Width, float Height)
{
    public float Right => X + Width;

    public float Bottom => Y + Height;

    public float CentreX => X + Width / 2;

    /// <summary>The largest centred rectangle of the given aspect (width / height) inside this one.</summary>
    public Rect Fit(float aspect)
    {
        float width = Math.Min(Width, Height * aspect), height = width / aspect;
        return new Rect(MathF.Round(X + (Width - width) / 2), MathF.Round(Y + (Height - height) / 2), MathF.Round(width), MathF.Round(height));
    }

    /// <summary>A part of this rectangle, given relative to it.</summary>
    public Rect Part(Regions.Box box) => new(X + box.X1 * Width, Y + box.Y1 * Height, box.Width * Width, box.Height * Height);

    public Rect Inset(float by) => new(X + by, Y + by, Width - 2 * by, Height - 2 * by);

    public bool Overlaps(in Rect other) => X < other.Right && other.X < Right && Y < other.Bottom && other.Y < Bottom;

    /// <summary>Cuts a strip off the top; the rest is what remains.</summary>
    public Rect TakeTop(float height, out Rect rest)
    {
        // The caller may pass this very rectangle as the rest.
        var strip = this with { Height = height };
        rest = new Rect(X, Y + height, Width, Height - height);
        return strip;
    }

    /// <summary>Cuts a strip off the bottom; the rest is what remains.</summary>
    public Rect TakeBottom(float height, out Rect rest)
    {
        var strip = new Rect(X, Bottom - height, Width, height);
        rest = this with { Height = Height - height };
        return strip;
    }
}
