namespace VlDistill.Demo.Overlay;

/// <summary>The line above (source, rates, where it runs) and the line below (attention distance, notices, the way to the keys).</summary>
public sealed class StatusLayer : IOverlayLayer
{
    public void Draw(Canvas canvas, in Scene scene)
    {
        DrawHeader(canvas, scene.Layout.Header, scene.Hud, scene.Layout.Scale);
        DrawFooter(canvas, scene.Layout.Footer, scene.Hud, scene.Layout.Scale);
    }

    private static void DrawHeader(Canvas canvas, Rect at, Hud hud, float scale)
    {
        float size = Theme.SmallText * scale, baseline = at.Bottom - 11 * scale;
        float x = at.X + canvas.Text("VlDistill", at.X, baseline, Theme.TitleText * scale, Theme.Ink, 0.6f * scale) + 12 * scale;
        x += canvas.Text(hud.Source, x, baseline, size, Theme.Muted) + 12 * scale;
        if (hud.Recording)
        {
            canvas.Fill(new Rect(x, baseline - 8 * scale, 8 * scale, 8 * scale), Rgba.FromHex(0xD55E00), 4 * scale);
            x += 12 * scale + canvas.Text("recording", x + 12 * scale, baseline, size, Theme.Ink) + 12 * scale;
        }

        if (hud.Paused) canvas.Text("paused", x, baseline, size, Theme.Warning);
        Span<char> text = stackalloc char[160];
        text.TryWrite(
            $"camera {hud.CameraFps:0.0} fps    render {hud.RenderFps:0.0} fps    dropped {hud.Dropped}    {hud.Stack} stack    {hud.Device}", out int length);
        canvas.TextRight(text[..length], at.Right, baseline, size, Theme.Ink);
    }

    private static void DrawFooter(Canvas canvas, Rect at, Hud hud, float scale)
    {
        float size = Theme.SmallText * scale, baseline = at.Bottom - 9 * scale;
        canvas.TextRight("H  keys", at.Right, baseline, size, Theme.Muted);
        float x = at.X;
        if (hud.AttentionDistance is { } distance)
        {
            x += canvas.Text("attention distance, same frame", x, baseline, size, Theme.Muted) + 8 * scale;
            var bar = new Rect(x, baseline - 7 * scale, 90 * scale, 6 * scale);
            canvas.Fill(bar, Theme.PanelEdge, 3 * scale);
            canvas.Fill(bar with { Width = Math.Max(6 * scale, bar.Width * (float)distance) }, Theme.Ink, 3 * scale);
            Span<char> text = stackalloc char[16];
            text.TryWrite($"{distance:0.00}", out int length);
            x = bar.Right + 8 * scale;
            x += canvas.Text(text[..length], x, baseline, size, Theme.Ink) + 16 * scale;
        }

        if (hud.Notice is { } notice) canvas.Text(notice, x, baseline, size, Theme.Warning);
    }
}
