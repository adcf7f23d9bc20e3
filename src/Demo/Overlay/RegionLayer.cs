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
        var found = scene.Vision.Found is { Prompts.Count: > 0 } sought ? sought : null;
        var regions = scene.Vision.Tracker.At(scene.FrameTime, scene.Now);
        foreach (var region in regions) DrawBox(canvas, scene, pane, picture, known, region, found, colour);
        if (scene.View.Graphing) EdgeDrawing.DrawArrows(canvas, scene, pane, picture, regions);
        if (found is not null) DrawPlaces(canvas, scene, picture, found);
        DrawNames(canvas, scene, pane, picture, regions, found);
        if (scene.View.Graphing) EdgeDrawing.DrawProblem(canvas, scene, pane, picture);
    }

    private static void DrawBox(Canvas canvas, in Scene scene, int pane, Rect picture, RegionSet? known, in TrackedRegion region, FindResult? found, Rgba colour)
    {
        float scale = scene.Scale;
        var box = picture.Part(region.Box);
        var fits = found?.PromptOf(region.Id, scene.View.FindThreshold);
        // While things are looked for, the others step back.
        float strength = region.Opacity * (fits is not null ? 1 : found is not null ? 0.3f : Faint + (1 - Faint) * region.Score);
        var ink = fits is { } fit ? Theme.OfPrompt(fit.Prompt) : colour;
        int token = known is null ? -1 : RegionName.TokenOf(region.Box, known);
        var target = new HitTarget(HitKind.Region, token, pane);
        bool marked = token >= 0 && (token == scene.View.Region || scene.Hovers(target));
        if (token >= 0) scene.Hits.Add(box, target);
        canvas.Outline(box, Theme.Shade.Fade(strength), 3 * scale, 3 * scale);
        canvas.Outline(box.Inset(0.5f * scale), (marked ? Theme.Warning : ink).Fade(marked ? region.Opacity : strength), (marked || fits is not null ? 2.5f : 1.5f) * scale, 3 * scale);
    }

    // What fits a prompt but is no detected region: nobody follows it, so that it stands where the eyes last saw it.
    private static void DrawPlaces(Canvas canvas, in Scene scene, Rect picture, FindResult found)
    {
        for (int i = 0; i < found.Found.Count; i++)
        {
            var place = found.Found[i];
            if (place.Region is not null || place.Score < scene.View.FindThreshold) continue;
            var box = picture.Part(place.Box);
            canvas.Outline(box, Theme.Shade, 3 * scene.Scale, 3 * scene.Scale);
            canvas.Outline(box.Inset(0.5f * scene.Scale), Theme.OfPrompt(place.Prompt), 2.5f * scene.Scale, 3 * scene.Scale);
        }
    }

    // Over all boxes; what is looked for takes the best places.
    private static void DrawNames(Canvas canvas, in Scene scene, int pane, Rect picture, ReadOnlySpan<TrackedRegion> regions, FindResult? found)
    {
        float scale = scene.Scale, least = scene.View.FindThreshold;
        var tags = new RegionTags(stackalloc Rect[MostTags], picture);
        Span<char> text = stackalloc char[96];
        foreach (var region in regions)
            if (found?.PromptOf(region.Id, least) is { } fits) DrawFound(canvas, scale, picture.Part(region.Box), found.Prompts[fits.Prompt], fits.Score, Theme.OfPrompt(fits.Prompt).Fade(region.Opacity), text, ref tags);
        for (int i = 0; i < (found?.Found.Count ?? 0); i++)
            if (found!.Found[i] is { Region: null } place && place.Score >= least)
                DrawFound(canvas, scale, picture.Part(place.Box), found.Prompts[place.Prompt], place.Score, Theme.OfPrompt(place.Prompt), text, ref tags);
        foreach (var region in regions)
        {
            if (found?.PromptOf(region.Id, least) is not null) continue;
            var box = picture.Part(region.Box);
            float opacity = region.Opacity * (found is null ? 1 : 0.5f);
            // The sentences call things by number, the scores on screen are those of the arrows.
            int length = scene.View.Graphing ? EdgeDrawing.WriteName(text, scene, region.Id)
                : Write(text, RegionName.LabelOf(region.Label, scene.Labels), region.Score, picture.Width >= 330 * scale && box.Width >= 40 * scale);
            tags.Draw(canvas, scale, box, text[..length], Theme.Shade.Fade(opacity), Theme.Ink.Fade(opacity));
        }

        if (scene.View.Graphing) EdgeDrawing.DrawChips(canvas, scene, pane, picture, regions, ref tags);
    }

    // The score is told however small the box is: it is what the threshold goes by.
    private static void DrawFound(Canvas canvas, float scale, Rect box, string prompt, float score, Rgba ink, Span<char> text, ref RegionTags tags)
    {
        int length = Write(text, prompt, score, figures: true);
        tags.Draw(canvas, scale, box, text[..length], ink, Theme.On(ink));
    }

    // Small pictures and small things have no room for figures.
    private static int Write(Span<char> text, ReadOnlySpan<char> name, float score, bool figures)
    {
        int length;
        if (name.Length > 60) name = name[..60];
        if (figures) text.TryWrite($"{name} {score:0.00}", out length);
        else text.TryWrite($"{name}", out length);
        return length;
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
