namespace VlDistill.Demo.Overlay;

/// <summary>What is looked for, each name in the colour of its boxes with how often it is there, and why a name cannot be found.</summary>
public sealed class FindLayer : IOverlayLayer
{
    public void Draw(Canvas canvas, in Scene scene)
    {
        if (scene.Vision.Found is not { Prompts.Count: > 0 } found || scene.Panes.Count == 0) return;
        var picture = scene.View.View == Views.View.Difference ? scene.PictureOfDifference : scene.PictureOf(0);
        float scale = scene.Scale, size = Theme.SmallText * scale, height = size + 10 * scale, room = picture.Width - 12 * scale;
        var panes = scene.Layout.Panes;
        var (leftmost, rightmost) = scene.View.View == Views.View.Difference
            ? (scene.Layout.Picture.X, scene.Layout.Picture.Right) : (panes[0].Whole.X, panes[scene.Panes.Count - 1].Whole.Right);
        float x = picture.X + 6 * scale, top = picture.Bottom - height - 6 * scale;
        Span<char> text = stackalloc char[80];
        for (int i = 0; i < found.Prompts.Count; i++)
        {
            int count = 0;
            for (int track = 0; track < found.Tracks.Count; track++) count += found.Tracks[track].Prompt == i ? 1 : 0;
            text.TryWrite($"{found.Prompts[i]} {count}", out int length);
            // A pixel to spare, or rounding would cut the last letter off.
            float width = Math.Min(canvas.Font.Measure(text[..length], size) + 26 * scale + 1, room);
            if (x + width > picture.Right - 6 * scale) (x, top) = (picture.X + 6 * scale, top - height - 4 * scale);
            canvas.Fill(new Rect(x, top, width, height), Theme.Shade, height / 2);
            canvas.Fill(new Rect(x + 8 * scale, top + height / 2 - 4 * scale, 8 * scale, 8 * scale), Theme.OfPrompt(i), 4 * scale);
            canvas.TextFit(text[..length], x + 20 * scale, top + height - 6.5f * scale, width - 26 * scale, size, count > 0 ? Theme.Ink : Theme.Muted);
            x += width + 4 * scale;
        }

        if (found.Problem is not { } problem) return;
        top -= height + 4 * scale;
        // A sentence may be wider than the first picture.
        float needed = Math.Min(canvas.Font.Measure(problem, size) + 18 * scale + 1, rightmost - leftmost);
        float left = Math.Max(leftmost, Math.Min(picture.X + 6 * scale, rightmost - needed));
        canvas.Fill(new Rect(left, top, needed, height), Theme.Shade.Fade(1.3f), height / 2);
        canvas.TextFit(problem, left + 9 * scale, top + height - 6.5f * scale, needed - 18 * scale, size, Theme.Warning);
    }
}
