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
            if (count < taken.Length) taken[count++] = tag;
            return;
        }
    }

    private readonly bool Covered(in Rect tag)
    {
        foreach (var other in taken[..count])
            if (tag.Overlaps(other)) return true;
        return false;
    }
}
