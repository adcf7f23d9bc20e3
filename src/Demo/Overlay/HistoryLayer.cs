namespace VlDistill.Demo.Overlay;

/// <summary>The sentences that were on screen, the newest first, each with the time it came and its model's colour.</summary>
public sealed class HistoryLayer : IOverlayLayer
{
    public void Draw(Canvas canvas, in Scene scene)
    {
        if (!scene.View.HistoryShown) return;
        var at = scene.Layout.History;
        canvas.Panel(scene, at);
        float scale = scene.Scale, pad = 12 * scale, size = Theme.BodyText * scale, small = Theme.SmallText * scale, x = at.X + pad;
        canvas.Text("History", x, at.Y + 24 * scale, Theme.TitleText * scale, Theme.Ink, 0.3f * scale);
        float y = at.Y + 36 * scale, right = at.Right - pad, left = x + 44 * scale;
        var history = scene.View.History;
        Span<char> time = stackalloc char[16];
        for (int i = 0; i < history.Count; i++)
        {
            var entry = history[i];
            int lines = Wrap(canvas, entry.Text, left, y + size, right, size, default, draw: false);
            float height = lines * 1.35f * size + 7 * scale;
            if (y + height > at.Bottom - 4 * scale) break;
            time.TryWrite($"{(int)entry.Time.TotalMinutes}:{entry.Time.Seconds:00}", out int length);
            canvas.Text(time[..length], x, y + size, small, Theme.Muted);
            canvas.Fill(new Rect(left - 9 * scale, y + 0.2f * size, 3 * scale, lines * 1.35f * size - 0.3f * size), Theme.Of(entry.Model), 1.5f * scale);
            Wrap(canvas, entry.Text, left, y + size, right, size, Theme.Ink.Fade(i == 0 ? 1 : 0.8f), draw: true);
            y += height;
        }

        if (history.Count == 0) canvas.Text("nothing said yet", x, y + size, small, Theme.Muted);
    }

    // Breaks at blanks; returns the number of lines.
    private static int Wrap(Canvas canvas, ReadOnlySpan<char> text, float left, float baseline, float right, float size, Rgba ink, bool draw)
    {
        int lines = 1;
        float x = left, space = canvas.Font.Measure(" ", size);
        while (text.Length > 0)
        {
            int end = text.IndexOf(' ');
            var word = end < 0 ? text : text[..end];
            float width = canvas.Font.Measure(word, size);
            if (x > left && x + width > right) (x, baseline, lines) = (left, baseline + 1.35f * size, lines + 1);
            if (draw) canvas.TextFit(word, x, baseline, right - left, size, ink);
            x += width + space;
            text = end < 0 ? default : text[(end + 1)..];
        }

        return lines;
    }
}
