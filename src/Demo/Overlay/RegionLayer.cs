namespace VlDistill.Demo.Overlay;

/// <summary>The student's boxes with label and score, in both panes: every model describes the same boxes. Sure boxes are drawn stronger.</summary>
public sealed class RegionLayer : IOverlayLayer
{
    private const float Faint = 0.45f;

    public void Draw(Canvas canvas, in Scene scene)
    {
        if (scene.Perception is null) return;
        for (int pane = 0; pane < scene.Panes.Count; pane++) DrawPane(canvas, scene, pane);
    }

    private static void DrawPane(Canvas canvas, in Scene scene, int pane)
    {
        var picture = scene.PictureOf(pane);
        float scale = scene.Layout.Scale, size = Theme.SmallText * scale;
        var colour = scene.Panes[pane].Colour;
        var regions = scene.Perception!.Regions.Detected;
        Span<char> text = stackalloc char[64];
        for (int i = 0; i < regions.Count; i++)
        {
            var region = regions[i];
            var box = new Rect(
                picture.X + region.Box.X1 * picture.Width, picture.Y + region.Box.Y1 * picture.Height,
                region.Box.Width * picture.Width, region.Box.Height * picture.Height);
            float strength = Faint + (1 - Faint) * region.Score;
            canvas.Outline(box, Theme.Shade.Fade(strength), 3 * scale, 3 * scale);
            canvas.Outline(box.Inset(0.5f * scale), colour.Fade(strength), 1.5f * scale, 3 * scale);
            string label = region.Label < scene.Labels.Count ? scene.Labels[region.Label] : "?";
            text.TryWrite($"{label} {region.Score:0.00}", out int length);
            float width = canvas.Font.Measure(text[..length], size) + 8 * scale, height = size + 5 * scale;
            // Inside the box where it touches the picture's top edge.
            float top = box.Y - height < picture.Y ? box.Y : box.Y - height;
            var tag = new Rect(Math.Clamp(box.X, picture.X, Math.Max(picture.X, picture.Right - width)), top, width, height);
            canvas.Fill(tag, Theme.Shade, 3 * scale);
            canvas.Text(text[..length], tag.X + 4 * scale, tag.Bottom - 5 * scale, size, Theme.Ink);
        }
    }
}
