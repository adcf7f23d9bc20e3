using VlDistill.Demo.Views;

namespace VlDistill.Demo.Overlay;

/// <summary>All keys, what the mouse does, and what brightness and colours mean.</summary>
public sealed class HelpLayer : IOverlayLayer
{
    private static readonly string[] Notes =
    [
        "Mouse: click a word to see its regions, a region or cell to see its words, a cell of the inspector's grid,",
        "a tab or any key below. Drop a bundle folder or a video on the window to open it.",
        "Bright and tinted: where the marked word looks. Pale words: the model was less sure of them.",
        "Attention is a hint, not an explanation.",
    ];

    public void Draw(Canvas canvas, in Scene scene)
    {
        if (!scene.View.HelpShown) return;
        var layout = scene.Layout;
        float scale = scene.Scale, size = Theme.BodyText * scale, line = size * 1.62f;
        int rows = (KeyGuide.Help.Length + 1) / 2;
        float width = Math.Min(800 * scale, layout.Width - 2 * Theme.Margin * scale), height = (rows + Notes.Length) * line + 84 * scale;
        canvas.Fill(new Rect(0, 0, layout.Width, layout.Height), Theme.Background.Fade(0.6f));
        var panel = new Rect((layout.Width - width) / 2, (layout.Height - height) / 2, width, height);
        canvas.Panel(scene, panel);
        float left = panel.X + 22 * scale, top = panel.Y + 36 * scale, column = (width - 44 * scale) / 2;
        canvas.Text("Keys", left, top, Theme.TitleText * scale, Theme.Ink, 0.5f * scale);
        for (int i = 0; i < KeyGuide.Help.Length; i++)
        {
            float x = left + i / rows * column, baseline = top + (i % rows + 1) * line + 6 * scale;
            ref readonly var hint = ref KeyGuide.Help[i];
            float cap = canvas.Font.Measure(hint.Caps, size) + 10 * scale;
            canvas.Fill(new Rect(x, baseline - size - scale, cap, size + 6 * scale), Theme.Raised, 3 * scale);
            canvas.Text(hint.Caps, x + 5 * scale, baseline, size, Theme.Ink, 0.02f * size);
            canvas.TextFit(hint.Meaning, x + 78 * scale, baseline, column - 84 * scale, size, Theme.Ink.Fade(0.85f));
        }

        float y = top + (rows + 1) * line + 8 * scale;
        canvas.Fill(new Rect(left, y - size, width - 44 * scale, Math.Max(1, scale)), Theme.PanelEdge);
        foreach (string note in Notes) canvas.TextFit(note, left, y += line, width - 44 * scale, size, Theme.Muted);
    }
}
