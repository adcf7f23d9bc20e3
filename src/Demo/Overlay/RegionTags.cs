using System.Numerics;

namespace VlDistill.Demo.Overlay;

/// <summary>Places the names of boxes so that none lies on another; lives for one picture of one frame.</summary>
/// <param name="taken">Room for the places that are taken; where it is full, further names may overlap.</param>
/// <param name="picture">None leaves it.</param>
public ref struct RegionTags(Span<Rect> taken, Rect picture)
{
    private readonly Span<Rect> taken = taken;
    private int count;

    /// <summary>Above the box, inside its top, below it, or inside its bottom; nothing is drawn where all are taken.</summary>
    public void Draw(Canvas canvas, float scale, Rect box, ReadOnlySpan<char> text, Rgba fill, Rgba ink)
    {
        float size = Theme.SmallText * scale, width = Math.Min(canvas.Font.Measure(text, size) + 8 * scale, picture.Width), height = size + 5 * scale;
        float x = Math.Clamp(box.X, picture.X, Math.Max(picture.X, picture.Right - width));
        ReadOnlySpan<float> tops = [box.Y - height, box.Y, box.Bottom, box.Bottom - height];
        foreach (float top in tops)
        {
            var tag = new Rect(x, top, width, height);
            if (top < picture.Y || tag.Bottom > picture.Bottom || Covered(tag)) continue;
            canvas.Fill(tag, fill, 3 * scale);
            // A pixel to spare, or rounding would cut the last letter off.
            canvas.TextFit(text, tag.X + 4 * scale, tag.Bottom - 5 * scale, width - 8 * scale + 1, size, ink);
            Take(tag);
            return;
        }
    }

    /// <summary>Takes a place for the label of a line: at its middle, else nearer to its ends, or beside it.</summary>
    /// <param name="from">Where the line begins.</param>
    /// <param name="to">Where it ends.</param>
    /// <param name="size">Of the label.</param>
    /// <param name="always">True takes the middle where all is covered.</param>
    /// <param name="place">Inside the picture.</param>
    public bool Place(Vector2 from, Vector2 to, Vector2 size, bool always, out Rect place)
    {
        ReadOnlySpan<(float Along, float Down)> spots = [(0.5f, 0), (0.6f, 0), (0.4f, 0), (0.5f, 1.1f), (0.5f, -1.1f), (0.7f, 0), (0.3f, 0), (0.6f, 1.1f), (0.4f, -1.1f), (0.4f, 1.1f), (0.6f, -1.1f), (0.5f, 2.2f), (0.5f, -2.2f), (0.3f, 1.1f), (0.7f, -1.1f), (0.3f, -1.1f), (0.7f, 1.1f), (0.5f, 3.3f), (0.5f, -3.3f)];
        foreach (var (along, down) in spots)
        {
            place = Around(Vector2.Lerp(from, to, along) + new Vector2(0, down * size.Y), size);
            if (Covered(place)) continue;
            Take(place);
            return true;
        }

        place = Around(Vector2.Lerp(from, to, 0.5f), size);
        if (always) Take(place);
        return always;
    }

    private readonly Rect Around(Vector2 middle, Vector2 size) => new(
        Math.Clamp(middle.X - size.X / 2, picture.X, Math.Max(picture.X, picture.Right - size.X)),
        Math.Clamp(middle.Y - size.Y / 2, picture.Y, Math.Max(picture.Y, picture.Bottom - size.Y)), size.X, size.Y);

    private void Take(Rect place)
    {
        if (count < taken.Length) taken[count++] = place;
    }

    private readonly bool Covered(in Rect tag)
    {
        foreach (var other in taken[..count])
            if (tag.Overlaps(other)) return true;
        return false;
    }
}
