namespace VlDistill.Demo.Overlay;

/// <summary>The sentence of each model, growing word by word; sure words are bright, the word whose attention is shown is marked.</summary>
public sealed class CaptionLayer : IOverlayLayer
{
    private const int Lines = 2;

    public void Draw(Canvas canvas, in Scene scene)
    {
        for (int pane = 0; pane < scene.Panes.Count; pane++)
        {
            var place = scene.Layout.Panes[pane].Caption;
            float scale = scene.Layout.Scale, size = FittingSize(canvas, scene.Panes[pane].Presenter, place, scale);
            DrawSentence(canvas, scene.Panes[pane], place, size, scale);
        }
    }

    private static void DrawSentence(Canvas canvas, Pane pane, Rect place, float size, float scale)
    {
        var presenter = pane.Presenter;
        float left = place.X + Theme.Padding * scale, x = left, baseline = place.Y + size + 7 * scale;
        if (presenter.Shown is not { } shown)
        {
            canvas.Text("…", x, baseline, size, Theme.Muted);
            return;
        }

        float space = canvas.Font.Measure(" ", size), right = place.Right - Theme.Padding * scale;
        for (int i = 0; i < presenter.Revealed && i < shown.Words.Count; i++)
        {
            var word = shown.Words[i];
            float width = canvas.Font.Measure(word.Text, size);
            if (x + width > right && x > left) (x, baseline) = (left, baseline + size * 1.3f);
            float sure = 0.55f + 0.45f * MathF.Exp(word.LogProbability);
            if (i == presenter.Cursor)
                canvas.Fill(new Rect(x, baseline + 3.5f * scale, width, 2.5f * scale), pane.Colour, scale);
            canvas.Text(word.Text, x, baseline, size, i == presenter.Cursor ? Theme.Ink : Theme.Ink.Fade(sure), 0.02f * size);
            x += width + space;
        }
    }

    // Long sentences in narrow panes step down rather than run over.
    private static float FittingSize(Canvas canvas, CaptionPresenter presenter, Rect place, float scale)
    {
        float size = Theme.CaptionText * scale, width = place.Width - 2 * Theme.Padding * scale;
        if (presenter.Shown is not { } shown) return size;
        while (size > Theme.SmallText * scale && LinesAt(canvas, shown.Words, size, width) > Lines) size *= 0.92f;
        return size;
    }

    private static int LinesAt(Canvas canvas, IReadOnlyList<Inference.CaptionWord> words, float size, float width)
    {
        int lines = 1;
        float x = 0, space = canvas.Font.Measure(" ", size);
        for (int i = 0; i < words.Count; i++)
        {
            float word = canvas.Font.Measure(words[i].Text, size);
            if (x > 0 && x + word > width) (x, lines) = (0, lines + 1);
            x += word + space;
        }

        return lines;
    }
}
