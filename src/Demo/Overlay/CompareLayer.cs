namespace VlDistill.Demo.Overlay;

/// <summary>The line between two sentences and the key bar: how differently the models looked at the same frame.</summary>
public sealed class CompareLayer : IOverlayLayer
{
    public void Draw(Canvas canvas, in Scene scene)
    {
        if (scene.Panes.Count < 2 || scene.Studies || scene.Hud.AttentionDistance is not { } distance) return;
        var at = scene.Layout.Compare;
        float scale = scene.Scale, size = Theme.SmallText * scale, baseline = at.Y + 15 * scale, x = at.X + Theme.Padding * scale;
        x += canvas.Text("attention distance, same frame", x, baseline, size, Theme.Muted) + 8 * scale;
        var bar = new Rect(x, baseline - 7 * scale, 120 * scale, 6 * scale);
        canvas.Bar(bar, (float)distance, Theme.Ink);
        Span<char> text = stackalloc char[32];
        text.TryWrite($"{distance:0.00}", out int length);
        x = bar.Right + 8 * scale;
        x += canvas.Text(text[..length], x, baseline, size, Theme.Ink) + 20 * scale;
        var choice = scene.View.Choice;
        if (choice is { Reduction: Views.Reduction.Mean, Layer: < 0, Head: < 0 }) return;
        MapName.Write(text, choice, out length);
        canvas.TextRight(text[..length], at.Right - Theme.Padding * scale, baseline, size, Theme.Warning);
    }
}
