using VlDistill.Demo.Views;
using VlDistill.Demo.Vision;

namespace VlDistill.Demo.Overlay;

/// <summary>Each model's name, size and rates above its picture, and the milliseconds of its stages below the sentence.</summary>
public sealed class ModelLayer : IOverlayLayer
{
    public void Draw(Canvas canvas, in Scene scene)
    {
        if (scene.View.View == View.Difference) return;
        for (int i = 0; i < scene.Panes.Count; i++)
        {
            var place = scene.Layout.Panes[i];
            DrawTitle(canvas, scene, scene.Panes[i], place.Title);
            if (!scene.Studies) DrawStages(canvas, scene.Panes[i], place.Stages, scene.Scale, scene.View.Graphing);
        }
    }

    // What has no room is left out, the least telling first.
    private static void DrawTitle(Canvas canvas, in Scene scene, Pane pane, Rect at)
    {
        float scale = scene.Scale, size = Theme.TitleText * scale, small = Theme.SmallText * scale, baseline = at.Bottom - 9 * scale, gap = 12 * scale;
        canvas.Fill(new Rect(at.X, baseline - 12 * scale, 4 * scale, 15 * scale), pane.Colour, 2 * scale);
        float x = at.X + 10 * scale, right = at.Right;
        x += canvas.TextFit(pane.Feed.Model, x, baseline, at.Width - 10 * scale, size, pane.Colour, 0.03f * size) + 10 * scale;
        Span<char> text = stackalloc char[96];
        var statistics = pane.Feed.Statistics;
        int length;
        if (statistics.Captions == 0) text.TryWrite($"loading", out length);
        else text.TryWrite($"{statistics.CaptionsPerSecond:0.0} captions/s    {statistics.TokensPerSecond:0} tokens/s", out length);
        float width = canvas.Font.Measure(text[..length], small);
        if (x + width <= right)
        {
            canvas.TextRight(text[..length], right, baseline, small, statistics.Captions == 0 ? Theme.Muted : Theme.Ink);
            right -= width + gap;
        }

        if (pane.Feed.Statistics.Parameters > 0)
        {
            text.TryWrite($"{pane.Feed.Statistics.Parameters / 1e6:0.0} M", out length);
            x += Fitting(canvas, text[..length], x, right, baseline, small) + gap;
        }

        // How far the sentence lags behind the moving picture; pausing lets both models catch up with the very frame on screen.
        if ((scene.Studies ? scene.Study.Left : pane.Presenter.Shown) is not { } shown) return;
        text.TryWrite($"{Math.Max(0, (scene.Now - shown.FrameTime).TotalSeconds):0.0} s ago", out length);
        Fitting(canvas, text[..length], x, right, baseline, small);
    }

    private static float Fitting(Canvas canvas, ReadOnlySpan<char> text, float x, float right, float baseline, float size) =>
        x + canvas.Font.Measure(text, size) <= right ? canvas.Text(text, x, baseline, size, Theme.Muted) : 0;

    private static void DrawStages(Canvas canvas, Pane pane, Rect at, float scale, bool graph)
    {
        if (pane.Feed.LatestComplete is not { } result) return;
        var times = result.Times;
        float size = Theme.SmallText * scale, baseline = at.Y + 13 * scale, x = at.X + Theme.Padding * scale, right = at.Right - Theme.Padding * scale;
        // The first word counts from the start of the eyes, as in the figures panel.
        ReadOnlySpan<double> figures = [result.Perception.Milliseconds + times.Eyes, result.Perception.Milliseconds + times.FirstToken, times.Decode, times.Prefill, times.Regions];
        for (int i = 0; i < figures.Length; i++)
            x = Figure(canvas, i switch { 0 => "eyes", 1 => "first word", 2 => "words", 3 => "prefill", _ => "regions" }, figures[i], x, right, baseline, size) + 12 * scale;
        if (graph && pane.Feed.Relations is { Pairs: > 0 } relations) Figure(canvas, "relations", relations.Milliseconds, x, right, baseline, size);
        Bar(canvas, result, new Rect(at.X + Theme.Padding * scale, at.Y + 20 * scale, at.Width - 2 * Theme.Padding * scale, 4 * scale), pane.Colour, scale);
    }

    private static float Figure(Canvas canvas, string name, double milliseconds, float x, float right, float baseline, float size)
    {
        Span<char> text = stackalloc char[24];
        int length;
        if (milliseconds < 10) text.TryWrite($"{milliseconds:0.0} ms", out length);
        else text.TryWrite($"{milliseconds:0} ms", out length);
        float label = canvas.Font.Measure(name, size) + 0.35f * size;
        if (x + label + canvas.Font.Measure(text[..length], size) > right) return x;
        canvas.Text(name, x, baseline, size, Theme.Muted);
        return x + label + canvas.Text(text[..length], x + label, baseline, size, Theme.Ink);
    }

    // The whole width stands for 200 ms; the stages follow each other in ever lighter shades.
    private static void Bar(Canvas canvas, VisionResult result, Rect at, Rgba colour, float scale)
    {
        const float FullMilliseconds = 200;
        canvas.Fill(at, Theme.PanelEdge, 2 * scale);
        var times = result.Times;
        ReadOnlySpan<double> stages = [result.Perception.Milliseconds + times.Eyes, times.Regions, times.Prefill, times.Decode];
        float x = at.X;
        for (int i = 0; i < stages.Length; i++)
        {
            float width = Math.Min((float)stages[i] / FullMilliseconds * at.Width, at.Right - x);
            if (width > 0) canvas.Fill(new Rect(x, at.Y, width, at.Height), colour.Fade(1 - 0.22f * i));
            x += width;
        }
    }
}
