namespace VlDistill.Demo.Overlay;

/// <summary>The keys, and what the colours mean.</summary>
public sealed class HelpLayer : IOverlayLayer
{
    private static readonly (string Key, string Meaning)[] Rows =
    [
        ("H", "show or hide this"),
        ("F", "full screen"),
        ("Space", "pause: both models catch up with this frame"),
        ("S", "save a screenshot"),
        ("C", "next camera"),
        ("Esc  Q", "quit"),
    ];

    private static readonly string[] Notes =
    [
        "Bright and tinted: where the marked word looks (attention,",
        "mean of all heads). Attention is a hint, not an explanation.",
        "Pale words: the model was less sure of them.",
    ];

    public void Draw(Canvas canvas, in Scene scene)
    {
        if (!scene.Hud.HelpShown) return;
        float scale = scene.Layout.Scale, size = Theme.BodyText * scale, line = size * 1.6f;
        float width = 430 * scale, height = (Rows.Length + Notes.Length) * line + 66 * scale;
        var panel = new Rect((scene.Layout.Width - width) / 2, (scene.Layout.Height - height) / 2, width, height);
        canvas.Fill(panel, Theme.Panel, Theme.Radius * scale);
        canvas.Outline(panel, Theme.PanelEdge, scale, Theme.Radius * scale);
        float x = panel.X + 20 * scale, baseline = panel.Y + 32 * scale;
        canvas.Text("Keys", x, baseline, Theme.TitleText * scale, Theme.Ink, 0.5f * scale);
        baseline += 4 * scale;
        foreach (var (key, meaning) in Rows)
        {
            baseline += line;
            canvas.Text(key, x, baseline, size, Theme.Warning, 0.4f * scale);
            canvas.Text(meaning, x + 80 * scale, baseline, size, Theme.Ink);
        }

        baseline += 10 * scale;
        foreach (string note in Notes) canvas.Text(note, x, baseline += line, size, Theme.Muted);
    }
}
