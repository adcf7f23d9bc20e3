using VlDistill.Demo.Views;

namespace VlDistill.Demo.Overlay;

/// <summary>The regions at which two models look most differently, with a bar for each model, and what the colours of the picture mean.</summary>
public sealed class DifferenceLayer : IOverlayLayer
{
    public void Draw(Canvas canvas, in Scene scene)
    {
        if (scene.View.View != View.Difference) return;
        var at = scene.Layout.Side;
        canvas.Panel(scene, at);
        float scale = scene.Scale, pad = 12 * scale, x = at.X + pad, size = Theme.BodyText * scale, small = Theme.SmallText * scale;
        float baseline = at.Y + 24 * scale, room = at.Width - 2 * pad;
        var study = scene.Study;
        canvas.TextFit("Where they look differently", x, baseline, room, Theme.TitleText * scale, Theme.Ink, 0.02f * size);
        baseline += 20 * scale;
        if (scene.Panes.Count < 2 || study.Left is null || study.Right is null)
        {
            string why = scene.View.Available.Count < 2 ? "needs a bundle with two models"
                : scene.Panes.Count < 2 ? "one model is shown: N adds another" : "waiting for a frame that both have described";
            canvas.TextFit(why, x, baseline, room, small, Theme.Muted);
            return;
        }

        DrawChosen(canvas, scene, x, baseline, room, small);
        baseline += 10 * scale;
        float rowHeight = 40 * scale, last = at.Bottom - 58 * scale;
        for (int i = 0; i < study.Differing.Count && baseline + rowHeight < last; i++, baseline += rowHeight)
            DrawRegion(canvas, scene, study.Differing.Order[i], new Rect(x, baseline, room, rowHeight));
        DrawLegend(canvas, scene, new Rect(x, at.Bottom - 46 * scale, room, 40 * scale));
    }

    private static void DrawChosen(Canvas canvas, in Scene scene, float x, float baseline, float room, float size)
    {
        var study = scene.Study;
        Span<char> text = stackalloc char[160];
        int length = 0;
        var (left, right) = study.Pair(study.Cursor);
        if (left is { } l && right is { } r && l.Text != r.Text) text.TryWrite($"“{l.Text}” and “{r.Text}”: distance {Math.Max(0, study.DistanceOf(study.Cursor)):0.00}", out length);
        else if (left is { } both && right is not null) text.TryWrite($"“{both.Text}”: distance {Math.Max(0, study.DistanceOf(study.Cursor)):0.00}", out length);
        else if ((left ?? right) is { } only) text.TryWrite($"“{only.Text}” is said by {(left is null ? study.Right : study.Left)!.Model} only", out length);
        canvas.TextFit(text[..length], x, baseline, room, size, Theme.Muted);
    }

    private static void DrawRegion(Canvas canvas, in Scene scene, int token, Rect at)
    {
        float scale = scene.Scale, size = Theme.SmallText * scale;
        var study = scene.Study;
        var target = new HitTarget(HitKind.Region, token);
        if (scene.Hovers(target) || scene.View.Region == token) canvas.Fill(new Rect(at.X - 5 * scale, at.Y + scale, at.Width + 10 * scale, at.Height - 2 * scale), Theme.Raised, 4 * scale);
        scene.Hits.Add(at, target);
        Span<char> text = stackalloc char[64];
        int length = RegionName.Write(text, token, study.Left!.Perception.Regions, scene.Labels);
        canvas.TextFit(text[..length], at.X, at.Y + 15 * scale, at.Width - 60 * scale, size, Theme.Ink);
        float left = study.LeftWeights[token], right = study.RightWeights[token];
        text.TryWrite($"{100 * (left - right):+0;–0;0} %", out length);
        canvas.TextRight(text[..length], at.Right, at.Y + 15 * scale, size, left > right ? scene.Panes[0].Colour : scene.Panes[1].Colour);
        canvas.Bar(new Rect(at.X, at.Y + 21 * scale, at.Width, 5 * scale), left, scene.Panes[0].Colour);
        canvas.Bar(new Rect(at.X, at.Y + 29 * scale, at.Width, 5 * scale), right, scene.Panes[1].Colour);
    }

    private static void DrawLegend(Canvas canvas, in Scene scene, Rect at)
    {
        const int Steps = 24;
        float scale = scene.Scale, size = Theme.SmallText * scale;
        for (int i = 0; i < Steps; i++)
        {
            float side = (i + 0.5f) / Steps * 2 - 1;
            var colour = side < 0 ? scene.Panes[0].Colour : scene.Panes[1].Colour;
            canvas.Fill(new Rect(at.X + i * at.Width / Steps, at.Y, at.Width / Steps + 0.5f, 7 * scale), Theme.PanelEdge);
            canvas.Fill(new Rect(at.X + i * at.Width / Steps, at.Y, at.Width / Steps + 0.5f, 7 * scale), colour.Fade(Math.Abs(side)));
        }

        Span<char> text = stackalloc char[64];
        text.TryWrite($"{scene.Panes[0].Feed.Model} more", out int length);
        canvas.TextFit(text[..length], at.X, at.Y + 23 * scale, at.Width / 2, size, scene.Panes[0].Colour);
        text.TryWrite($"{scene.Panes[1].Feed.Model} more", out length);
        canvas.TextRight(text[..length], at.Right, at.Y + 23 * scale, size, scene.Panes[1].Colour);
    }
}
