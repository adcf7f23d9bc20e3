using VlDistill.Demo.Views;
using VlDistill.Demo.Vision;
using VlDistill.Regions;

namespace VlDistill.Demo.Overlay;

/// <summary>The student's boxes with label and score, on every picture: all models describe the same boxes. Sure boxes are drawn stronger.</summary>
public sealed class RegionLayer : IOverlayLayer
{
    private const float Faint = 0.45f;
    private const int MostTags = 32;

    public void Draw(Canvas canvas, in Scene scene)
    {
        if (scene.View.View == View.Difference)
        {
            if (scene.Panes.Count > 0) DrawPicture(canvas, scene, 0, scene.PictureOfDifference, Theme.Ink);
            return;
        }

        for (int pane = 0; pane < scene.Panes.Count; pane++) DrawPicture(canvas, scene, pane, scene.PictureOf(pane), scene.Panes[pane].Colour);
    }

    private static void DrawPicture(Canvas canvas, in Scene scene, int pane, Rect picture, Rgba colour)
    {
        var known = scene.RegionsOf(pane);
        if (known is not null) OfferCells(canvas, scene, pane, picture, known, colour);
        float scale = scene.Scale;
        var found = scene.Vision.Found;
        Span<Rect> tags = stackalloc Rect[MostTags];
        int placed = 0;
        foreach (var region in scene.Vision.Tracker.At(scene.FrameTime, scene.Now))
        {
            var box = picture.Part(region.Box);
            int prompt = found?.PromptOf(region.Id) ?? -1;
            // While things are looked for, the others step back.
            float strength = region.Opacity * (prompt >= 0 ? 1 : found is { Prompts.Count: > 0 } ? 0.3f : Faint + (1 - Faint) * region.Score);
            var ink = prompt >= 0 ? Theme.OfPrompt(prompt) : colour;
            int token = known is null ? -1 : RegionName.TokenOf(region.Box, known);
            var target = new HitTarget(HitKind.Region, token, pane);
            bool marked = token >= 0 && (token == scene.View.Region || scene.Hovers(target));
            if (token >= 0) scene.Hits.Add(box, target);
            canvas.Outline(box, Theme.Shade.Fade(strength), 3 * scale, 3 * scale);
            canvas.Outline(box.Inset(0.5f * scale), (marked ? Theme.Warning : ink).Fade(marked ? region.Opacity : strength), (marked || prompt >= 0 ? 2.5f : 1.5f) * scale, 3 * scale);
            var tag = DrawTag(canvas, scene, picture, box, region, tags[..placed], prompt >= 0 ? ink : Theme.Ink);
            if (tag.Width > 0 && placed < MostTags) tags[placed++] = tag;
        }
    }

    // A tag goes where no other one is: above the box, inside its top, below it, or inside its bottom; none where all are taken.
    private static Rect DrawTag(Canvas canvas, in Scene scene, Rect picture, Rect box, in TrackedRegion region, ReadOnlySpan<Rect> taken, Rgba ink)
    {
        float scale = scene.Scale, size = Theme.SmallText * scale;
        Span<char> text = stackalloc char[64];
        string name = RegionName.LabelOf(region.Label, scene.Labels);
        int length;
        // Small pictures and small things have no room for figures.
        if (picture.Width < 330 * scale || box.Width < 40 * scale) text.TryWrite($"{name}", out length);
        else text.TryWrite($"{name} {region.Score:0.00}", out length);
        float width = canvas.Font.Measure(text[..length], size) + 8 * scale, height = size + 5 * scale;
        float x = Math.Clamp(box.X, picture.X, Math.Max(picture.X, picture.Right - width));
        ReadOnlySpan<float> tops = [box.Y - height, box.Y, box.Bottom, box.Bottom - height];
        foreach (float top in tops)
        {
            var tag = new Rect(x, top, width, height);
            if (top < picture.Y || tag.Bottom > picture.Bottom || Covered(tag, taken)) continue;
            canvas.Fill(tag, Theme.Shade.Fade(region.Opacity), 3 * scale);
            canvas.Text(text[..length], tag.X + 4 * scale, tag.Bottom - 5 * scale, size, ink.Fade(region.Opacity));
            return tag;
        }

        return default;
    }

    private static bool Covered(in Rect tag, ReadOnlySpan<Rect> taken)
    {
        foreach (var other in taken)
            if (tag.Overlaps(other)) return true;
        return false;
    }

    // The cells of the fixed grid can be clicked as well; the one under the mouse and the chosen one show their edges.
    private static void OfferCells(Canvas canvas, in Scene scene, int pane, Rect picture, RegionSet known, Rgba colour)
    {
        for (int token = 1; token < RegionSet.FixedTokens && token < known.Tokens.Count; token++)
        {
            var cell = picture.Part(known.Tokens[token]);
            var target = new HitTarget(HitKind.Region, token, pane);
            scene.Hits.Add(cell, target);
            if (token == scene.View.Region) canvas.Outline(cell, Theme.Warning, 2 * scene.Scale, 2 * scene.Scale);
            else if (scene.Hovers(target)) canvas.Outline(cell, colour.Fade(0.7f), scene.Scale, 2 * scene.Scale);
        }
    }
}
