using VlDistill.Demo.Views;
using VlDistill.Inference;
using VlDistill.Regions;

namespace VlDistill.Demo.Overlay;

/// <summary>The sentence of each model, growing word by word; sure words are bright, the word whose attention is shown is marked.</summary>
public sealed class CaptionLayer : IOverlayLayer
{
    private readonly float[] looks = new float[64];

    public void Draw(Canvas canvas, in Scene scene)
    {
        if (scene.Studies || scene.View.AnswersShown) return;
        for (int pane = 0; pane < scene.Panes.Count; pane++)
        {
            var place = scene.Layout.Panes[pane].Caption;
            float size = FittingSize(canvas, scene.Panes[pane].Presenter, place, scene.Scale);
            DrawSentence(canvas, scene, pane, place, size);
        }
    }

    private void DrawSentence(Canvas canvas, in Scene scene, int index, Rect place, float size)
    {
        var pane = scene.Panes[index];
        var presenter = pane.Presenter;
        float scale = scene.Scale, left = place.X + Theme.Padding * scale, x = left, baseline = place.Y + size + 7 * scale;
        if (presenter.Shown is not { } shown)
        {
            canvas.Text("…", x, baseline, size, Theme.Muted);
            return;
        }

        bool byRegion = scene.View.Region >= 0 && Measure(shown.Words, scene.View.Region, shown.Perception.Regions);
        float space = canvas.Font.Measure(" ", size), right = place.Right - Theme.Padding * scale;
        for (int i = 0; i < presenter.Revealed && i < shown.Words.Count; i++)
        {
            var word = shown.Words[i];
            float width = canvas.Font.Measure(word.Text, size);
            if (x + width > right && x > left) (x, baseline) = (left, baseline + size * 1.3f);
            var target = new HitTarget(HitKind.Word, i, index);
            var box = new Rect(x - 2 * scale, baseline - size, width + 4 * scale, size * 1.28f);
            bool hovered = scene.Hovers(target), chosen = i == presenter.Cursor;
            if (hovered) canvas.Fill(box, Theme.Raised, 3 * scale);
            if (chosen) canvas.Fill(new Rect(x, baseline + 3.5f * scale, width, 2.5f * scale), pane.Colour, scale);
            float bright = byRegion && i < looks.Length ? 0.3f + 0.7f * looks[i] : 0.55f + 0.45f * MathF.Exp(word.LogProbability);
            canvas.Text(word.Text, x, baseline, size, (chosen && !byRegion) || hovered ? Theme.Ink : Theme.Ink.Fade(bright), 0.02f * size);
            scene.Hits.Add(box, target);
            x += width + space;
        }
    }

    // How much each word looks at a region, relative to the one that does most.
    private bool Measure(IReadOnlyList<CaptionWord> words, int region, RegionSet regions)
    {
        int tokens = regions.Tokens.Count;
        float peak = 0;
        for (int i = 0; i < words.Count && i < looks.Length; i++)
        {
            looks[i] = 0;
            for (int at = region; region < tokens && at < words[i].Attention.Length; at += tokens) looks[i] += words[i].Attention[at];
            peak = Math.Max(peak, looks[i]);
        }

        for (int i = 0; i < looks.Length && peak > 0; i++) looks[i] /= peak;
        return peak > 0;
    }

    // Long sentences in narrow panes step down rather than run over.
    private static float FittingSize(Canvas canvas, CaptionPresenter presenter, Rect place, float scale)
    {
        float size = Theme.CaptionText * scale, width = place.Width - 2 * Theme.Padding * scale;
        if (presenter.Shown is not { } shown) return size;
        while (size > 9 * scale && (LinesAt(canvas, shown.Words, size, width) - 1) * size * 1.3f + size + 13 * scale > place.Height) size *= 0.94f;
        return size;
    }

    private static int LinesAt(Canvas canvas, IReadOnlyList<CaptionWord> words, float size, float width)
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
