namespace VlDistill.Demo.Overlay;

/// <summary>Each model's name, size and rates above its picture, and the milliseconds of its stages below the sentence.</summary>
public sealed class ModelLayer : IOverlayLayer
{
    public void Draw(Canvas canvas, in Scene scene)
    {
        float scale = scene.Layout.Scale;
        for (int i = 0; i < scene.Panes.Count; i++)
        {
            var place = scene.Layout.Panes[i];
            DrawTitle(canvas, scene.Panes[i], place.Title, scene.Now, scale);
            DrawStages(canvas, scene.Panes[i], place.Stages, scale);
        }
    }

    private static void DrawTitle(Canvas canvas, Pane pane, Rect at, TimeSpan now, float scale)
    {
        float size = Theme.TitleText * scale, small = Theme.SmallText * scale, baseline = at.Bottom - 8 * scale;
        canvas.Fill(new Rect(at.X, baseline - 11 * scale, 4 * scale, 14 * scale), pane.Colour, 2 * scale);
        float x = at.X + 10 * scale;
        x += canvas.Text(pane.Feed.Model, x, baseline, size, pane.Colour, 0.03f * size) + 10 * scale;
        Span<char> text = stackalloc char[96];
        if (pane.Feed.Statistics.Parameters > 0)
        {
            text.TryWrite($"{pane.Feed.Statistics.Parameters / 1e6:0.0} M parameters", out int length);
            x += canvas.Text(text[..length], x, baseline, small, Theme.Muted) + 12 * scale;
        }

        // How far the sentence lags behind the moving picture; pausing lets both models catch up with the very frame on screen.
        if (pane.Presenter.Shown is { } shown)
        {
            text.TryWrite($"frame {Math.Max(0, (now - shown.FrameTime).TotalSeconds):0.0} s ago", out int length);
            canvas.Text(text[..length], x, baseline, small, Theme.Muted);
        }

        var statistics = pane.Feed.Statistics;
        if (statistics.Captions == 0)
        {
            canvas.TextRight("loading", at.Right, baseline, small, Theme.Muted);
            return;
        }

        text.TryWrite($"{statistics.CaptionsPerSecond:0.0} captions/s    {statistics.TokensPerSecond:0} tokens/s", out int written);
        canvas.TextRight(text[..written], at.Right, baseline, small, Theme.Ink);
    }

    private static void DrawStages(Canvas canvas, Pane pane, Rect at, float scale)
    {
        if (pane.Feed.LatestComplete is not { } result) return;
        var times = result.Times;
        float size = Theme.SmallText * scale, baseline = at.Y + 14 * scale, x = at.X + Theme.Padding * scale;
        float gap = 12 * scale;
        x += Figure(canvas, "eyes", result.Perception.Milliseconds + times.Eyes, x, baseline, size) + gap;
        x += Figure(canvas, "regions", times.Regions, x, baseline, size) + gap;
        x += Figure(canvas, "prefill", times.Prefill, x, baseline, size) + gap;
        x += Figure(canvas, "first word", times.FirstToken, x, baseline, size) + gap;
        x += Figure(canvas, "words", times.Decode, x, baseline, size) + gap;
        Bar(canvas, result, new Rect(at.X + Theme.Padding * scale, at.Y + 21 * scale, at.Width - 2 * Theme.Padding * scale, 4 * scale), pane.Colour, scale);
    }

    private static float Figure(Canvas canvas, string name, double milliseconds, float x, float baseline, float size)
    {
        Span<char> text = stackalloc char[24];
        int length;
        if (milliseconds < 10) text.TryWrite($"{milliseconds:0.0} ms", out length);
        else text.TryWrite($"{milliseconds:0} ms", out length);
        float width = canvas.Text(name, x, baseline, size, Theme.Muted) + 0.35f * size;
        return width + canvas.Text(text[..length], x + width, baseline, size, Theme.Ink);
    }

    // The whole width stands for 200 ms; the stages follow each other in ever lighter shades.
    private static void Bar(Canvas canvas, Vision.VisionResult result, Rect at, Rgba colour, float scale)
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
