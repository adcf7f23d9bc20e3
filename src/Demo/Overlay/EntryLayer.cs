using VlDistill.Demo.Views;

namespace VlDistill.Demo.Overlay;

/// <summary>The line of text being typed: a question, things to find, or a bundle folder.</summary>
public sealed class EntryLayer : IOverlayLayer
{
    /// <summary>Height at the reference size.</summary>
    public const float Height = 44;

    private static readonly string[] Titles = ["", "Ask", "Find", "Bundle"];
    private static readonly string[] Examples = ["", "how many people are there?", "person, red bus, dog", "folder of a bundle, or drop one on the window"];

    public void Draw(Canvas canvas, in Scene scene)
    {
        if (scene.View.Entry == EntryKind.None) return;
        float scale = scene.Scale, size = Theme.TitleText * scale;
        var layout = scene.Layout;
        float width = Math.Min(640 * scale, layout.Width - 2 * Theme.Margin * scale), height = Height * scale;
        var panel = new Rect((layout.Width - width) / 2, layout.Footer.Y - height - 6 * scale, width, height);
        canvas.Panel(scene, panel);
        canvas.Outline(panel, Theme.Muted, Math.Max(1, scale), Theme.Radius * scale);
        float x = panel.X + 14 * scale, baseline = panel.Y + 28 * scale;
        x += canvas.Text(Titles[(int)scene.View.Entry], x, baseline, size, Theme.Warning, 0.02f * size) + 14 * scale;
        var entry = scene.View.Text;
        float right = panel.Right - 14 * scale;
        var text = entry.Text;
        // A long line shows the part around the caret.
        int first = 0;
        while (first < entry.Caret && canvas.Font.Measure(text[first..entry.Caret], size) > right - x - 6 * scale) first++;
        if (text.Length == 0) canvas.TextFit(Examples[(int)scene.View.Entry], x, baseline, right - x, size, Theme.Muted.Fade(0.7f));
        else canvas.TextFit(text[first..], x, baseline, right - x, size, Theme.Ink);
        bool lit = scene.Now.TotalSeconds % 1.06 < 0.66;
        if (lit) canvas.Fill(new Rect(x + canvas.Font.Measure(text[first..entry.Caret], size), baseline - size, 1.6f * scale, size * 1.25f), Theme.Ink);
    }
}
