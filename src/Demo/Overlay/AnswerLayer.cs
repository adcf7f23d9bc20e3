using VlDistill.Demo.Vision;
using VlDistill.Inference;

namespace VlDistill.Demo.Overlay;

/// <summary>What each model answers, how sure it is, what else it thought of, and how long it took; in the place of the captions.</summary>
public sealed class AnswerLayer : IOverlayLayer
{
    /// <summary>Room at the foot of the words panel, at the reference size.</summary>
    public const float LineHeight = 26;

    private const int Most = 3;

    public void Draw(Canvas canvas, in Scene scene)
    {
        if (!scene.View.AnswersShown) return;
        for (int i = 0; i < scene.Panes.Count; i++)
        {
            if (scene.Studies) DrawLine(canvas, scene, i);
            else DrawPane(canvas, scene, scene.Panes[i], scene.Layout.Panes[i].Caption);
        }
    }

    private static void DrawPane(Canvas canvas, in Scene scene, Pane pane, Rect at)
    {
        float scale = scene.Scale, pad = Theme.Padding * scale, small = Theme.SmallText * scale, x = at.X + pad;
        var result = pane.Feed.LatestAnswer;
        string? asked = pane.Feed.Asked;
        float baseline = at.Y + 15 * scale, room = at.Width - 2 * pad, list = Math.Min(190 * scale, 0.45f * room);
        canvas.TextFit(asked ?? result?.Question ?? "", x, baseline, room - list - pad, small, Theme.Muted);
        if (asked is not null || result is null)
        {
            canvas.Text("…", x, baseline + 28 * scale, Theme.CaptionText * scale, Theme.Muted);
            return;
        }

        if (result.Answer is not { } answer)
        {
            canvas.TextFit(result.Problem ?? "no answer", x, baseline + 24 * scale, room, Theme.BodyText * scale, Theme.Warning);
            return;
        }

        float size = Theme.CaptionText * 1.2f * scale;
        x += canvas.TextFit(answer.Text, x, baseline + 30 * scale, room - list - 60 * scale, size, Theme.Ink, 0.02f * size) + 10 * scale;
        Span<char> text = stackalloc char[32];
        text.TryWrite($"{answer.Milliseconds:0} ms", out int length);
        canvas.Text(text[..length], x, baseline + 30 * scale, small, Theme.Muted);
        DrawList(canvas, scene, answer, pane.Colour, new Rect(at.Right - pad - list, at.Y + 2 * scale, list, at.Height));
    }

    private static void DrawList(Canvas canvas, in Scene scene, Answer answer, Rgba colour, Rect at)
    {
        float scale = scene.Scale, size = Theme.SmallText * scale, baseline = at.Y + 13 * scale, names = 0.45f * at.Width;
        Span<char> text = stackalloc char[16];
        for (int i = 0; i < Math.Min(Most, answer.Best.Count); i++, baseline += 19 * scale)
        {
            var best = answer.Best[i];
            canvas.TextFit(best.Text, at.X, baseline, names - 6 * scale, size, i == 0 ? Theme.Ink : Theme.Muted);
            canvas.Bar(new Rect(at.X + names, baseline - 7 * scale, at.Width - names - 34 * scale, 5 * scale), best.Score, colour.Fade(i == 0 ? 1 : 0.6f));
            text.TryWrite($"{best.Score:0.00}", out int length);
            canvas.TextRight(text[..length], at.Right, baseline, size, i == 0 ? Theme.Ink : Theme.Muted);
        }
    }

    // In difference view and inspector the question's words stand above.
    private static void DrawLine(Canvas canvas, in Scene scene, int index)
    {
        var pane = scene.Panes[index];
        var words = scene.Layout.Words;
        float scale = scene.Scale, size = Theme.BodyText * scale, baseline = words.Bottom - 11 * scale;
        float width = (words.Width - 2 * Theme.Padding * scale) / scene.Panes.Count, x = words.X + Theme.Padding * scale + index * width, right = x + width;
        x += canvas.Text(pane.Feed.Model, x, baseline, Theme.SmallText * scale, pane.Colour) + 10 * scale;
        if (pane.Feed.LatestAnswer is not { } result || pane.Feed.Asked is not null)
        {
            canvas.Text("…", x, baseline, size, Theme.Muted);
            return;
        }

        if (result.Answer is not { } answer)
        {
            canvas.TextFit(result.Problem ?? "no answer", x, baseline, right - x - 10 * scale, size, Theme.Warning);
            return;
        }

        x += canvas.TextFit(answer.Text, x, baseline, (right - x) / 2, size, Theme.Ink, 0.02f * size) + 10 * scale;
        Span<char> text = stackalloc char[40];
        text.TryWrite($"{answer.Score:0.00}    {answer.Milliseconds:0} ms", out int length);
        canvas.TextFit(text[..length], x, baseline, right - x - 10 * scale, Theme.SmallText * scale, Theme.Muted);
    }
}
