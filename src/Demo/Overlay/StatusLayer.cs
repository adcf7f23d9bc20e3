using VlDistill.Demo.Views;

namespace VlDistill.Demo.Overlay;

/// <summary>The line above: the views as tabs, what plays, and how fast.</summary>
public sealed class StatusLayer : IOverlayLayer
{
    public void Draw(Canvas canvas, in Scene scene)
    {
        var at = scene.Layout.Header;
        var hud = scene.Hud;
        float scale = scene.Scale, size = Theme.SmallText * scale, baseline = at.Y + 23 * scale;
        float x = at.X + canvas.Text("VlDistill", at.X, baseline, Theme.TitleText * scale, Theme.Ink, 0.6f * scale) + 12 * scale;
        for (int i = 0; i < ViewNames.Titles.Length; i++)
            x = canvas.Chip(scene, ViewNames.Titles[i], x, baseline - scale, (int)scene.View.View == i, new HitTarget(HitKind.View, i)) + 3 * scale;
        x += 12 * scale;
        Span<char> text = stackalloc char[96];
        text.TryWrite($"{hud.CameraFps:0} fps in    {hud.RenderFps:0} fps drawn    {hud.Device}", out int length);
        float right = at.Right - canvas.Font.Measure(text[..length], size);
        if (right > x + 40 * scale) canvas.Text(text[..length], right, baseline, size, Theme.Muted);
        else right = at.Right;
        if (hud.Recording)
        {
            canvas.Fill(new Rect(x, baseline - 8 * scale, 8 * scale, 8 * scale), Theme.Alert, 4 * scale);
            x += 12 * scale;
            x += canvas.TextFit("recording", x, baseline, right - x - 12 * scale, size, Theme.Ink) + 12 * scale;
        }

        if (hud.Paused) x += canvas.TextFit("paused", x, baseline, right - x - 12 * scale, size, Theme.Warning) + 12 * scale;
        canvas.TextFit(hud.Source, x, baseline, right - x - 12 * scale, size, Theme.Ink);
    }
}
