using Silk.NET.Input;
using VlDistill.Demo.Views;
using VlDistill.Demo.Vision;

namespace VlDistill.Demo.Overlay;

/// <summary>The legend of what is looked for: each prompt in the colour of its boxes with its best score and how often it is there, the least score that counts, and why a name cannot be found.</summary>
public sealed class FindLayer : IOverlayLayer
{
    public void Draw(Canvas canvas, in Scene scene)
    {
        if (scene.Vision.Found is not { Prompts.Count: > 0 } found || scene.Panes.Count == 0) return;
        var picture = scene.View.View == View.Difference ? scene.PictureOfDifference : scene.PictureOf(0);
        float scale = scene.Scale, height = (Theme.SmallText + 10) * scale, line = height + 4 * scale;
        int rows = DrawChips(canvas, scene, found, picture, 0, line, draw: false);
        float top = picture.Bottom - 2 * scale - rows * line;
        DrawChips(canvas, scene, found, picture, top, line, draw: true);
        if (found.Problem is { } problem) DrawProblem(canvas, scene, problem, picture.X + 6 * scale, top - line);
    }

    // One chip per prompt, the last one the threshold's, broken into rows like words; returns their number.
    private static int DrawChips(Canvas canvas, in Scene scene, FindResult found, Rect picture, float top, float line, bool draw)
    {
        float scale = scene.Scale, size = Theme.SmallText * scale, left = picture.X + 6 * scale, room = picture.Width - 12 * scale, x = left;
        int rows = 1;
        Span<char> text = stackalloc char[120];
        for (int i = 0; i <= found.Prompts.Count; i++)
        {
            bool prompt = i < found.Prompts.Count;
            int length = prompt ? Write(text, found, i, scene.View.FindThreshold) : Write(text, scene.View.FindThreshold);
            // A pixel to spare, or rounding would cut the last letter off.
            float width = Math.Min(canvas.Font.Measure(text[..length], size) + (prompt ? 28 : 56) * scale + 1, room);
            if (x > left && x + width > left + room) (x, top, rows) = (left, top + line, rows + 1);
            var chip = new Rect(x, top, width, line - 4 * scale);
            x += width + 4 * scale;
            if (!draw) continue;
            canvas.Fill(chip, Theme.Shade.Fade(1.2f), chip.Height / 2);
            if (prompt) DrawPrompt(canvas, scene, chip, text[..length], i, found.CountOf(i, scene.View.FindThreshold) > 0);
            else DrawThreshold(canvas, scene, chip, text[..length]);
        }

        return rows;
    }

    private static void DrawPrompt(Canvas canvas, in Scene scene, Rect at, ReadOnlySpan<char> text, int prompt, bool found)
    {
        float scale = scene.Scale;
        canvas.Fill(new Rect(at.X + 8 * scale, at.Y + at.Height / 2 - 5 * scale, 10 * scale, 10 * scale), Theme.OfPrompt(prompt), 5 * scale);
        canvas.TextFit(text, at.X + 22 * scale, at.Bottom - 6.5f * scale, at.Width - 28 * scale, Theme.SmallText * scale, found ? Theme.Ink : Theme.Muted);
    }

    private static int Write(Span<char> text, FindResult found, int prompt, float least)
    {
        string name = found.Prompts[prompt];
        int count = found.CountOf(prompt, least), length;
        float best = found.BestOf(prompt) ?? 0;
        var shown = name.AsSpan(0, Math.Min(name.Length, 60));
        if (count > 1) text.TryWrite($"{shown} {best:0.00}  ×{count}", out length);
        else if (count == 1) text.TryWrite($"{shown} {best:0.00}", out length);
        // How close it comes tells how far to lower the threshold.
        else if (best >= 0.01f) text.TryWrite($"{shown} not found ({best:0.00})", out length);
        else text.TryWrite($"{shown} not found", out length);
        return length;
    }

    private static int Write(Span<char> text, float least)
    {
        text.TryWrite($"at least {least:0.00}", out int length);
        return length;
    }

    private static void DrawThreshold(Canvas canvas, in Scene scene, Rect at, ReadOnlySpan<char> text)
    {
        float scale = scene.Scale, size = Theme.SmallText * scale, x = at.X + 6 * scale;
        float side = at.Height - 6 * scale;
        x = canvas.SignButton(scene, "-", Key.Minus, new Rect(x, at.Y + 3 * scale, side, side)).Right;
        x = canvas.SignButton(scene, "+", Key.Equal, new Rect(x + 3 * scale, at.Y + 3 * scale, side, side)).Right;
        canvas.TextFit(text, x + 5 * scale, at.Bottom - 6.5f * scale, at.Right - x - 8 * scale, size, Theme.Ink);
    }

    // A sentence may be wider than the first picture.
    private static void DrawProblem(Canvas canvas, in Scene scene, string problem, float x, float top)
    {
        var panes = scene.Layout.Panes;
        var (leftmost, rightmost) = scene.View.View == View.Difference
            ? (scene.Layout.Picture.X, scene.Layout.Picture.Right) : (panes[0].Whole.X, panes[scene.Panes.Count - 1].Whole.Right);
        float scale = scene.Scale, size = Theme.SmallText * scale, height = size + 10 * scale;
        float needed = Math.Min(canvas.Font.Measure(problem, size) + 18 * scale + 1, rightmost - leftmost);
        float left = Math.Max(leftmost, Math.Min(x, rightmost - needed));
        canvas.Fill(new Rect(left, top, needed, height), Theme.Shade.Fade(1.3f), height / 2);
        canvas.TextFit(problem, left + 9 * scale, top + height - 6.5f * scale, needed - 18 * scale, size, Theme.Warning);
    }
}
