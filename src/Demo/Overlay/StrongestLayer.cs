using VlDistill.Demo.Views;

namespace VlDistill.Demo.Overlay;

/// <summary>The inspector's answer to "what does this word look at": the strongest regions of each model, outlined and listed.</summary>
public sealed class StrongestLayer : IOverlayLayer
{
    private const int Outlined = 3;

    public void Draw(Canvas canvas, in Scene scene)
    {
        if (scene.View.View != View.Inspector || scene.Study.Left is null) return;
        for (int pane = 0; pane < scene.Panes.Count; pane++)
        {
            var ranking = pane == 0 ? scene.Study.LeftStrongest : scene.Study.RightStrongest;
            var weights = pane == 0 ? scene.Study.LeftWeights : scene.Study.RightWeights;
            Outline(canvas, scene, pane, ranking, weights);
            List(canvas, scene, pane, ranking, weights);
        }
    }

    private static void Outline(Canvas canvas, in Scene scene, int pane, Ranking ranking, ReadOnlySpan<float> weights)
    {
        var picture = scene.PictureOf(pane);
        var tokens = scene.Study.Left!.Perception.Regions.Tokens;
        for (int i = 0; i < Math.Min(Outlined, ranking.Count); i++)
        {
            int token = ranking.Order[i];
            if (token == 0) continue;
            float part = weights[token] / weights[ranking.Order[0]];
            canvas.Outline(picture.Part(tokens[token]), scene.Panes[pane].Colour.Fade(0.35f + 0.65f * part), (1.5f + 1.5f * part) * scene.Scale, 3 * scene.Scale);
        }
    }

    private static void List(Canvas canvas, in Scene scene, int pane, Ranking ranking, ReadOnlySpan<float> weights)
    {
        var lists = scene.Layout.Lists;
        var column = scene.Layout.Panes[pane].Whole;
        float scale = scene.Scale, size = Theme.SmallText * scale, line = 18 * scale, baseline = lists.Y + 19 * scale;
        float names = Math.Min(90 * scale, column.Width * 0.4f), figures = 38 * scale;
        Span<char> text = stackalloc char[64];
        for (int i = 0; i < ranking.Count && baseline < lists.Bottom; i++, baseline += line)
        {
            int token = ranking.Order[i];
            var target = new HitTarget(HitKind.Region, token, pane);
            var row = new Rect(column.X, baseline - size - 2 * scale, column.Width, line);
            if (scene.Hovers(target) || scene.View.Region == token) canvas.Fill(row, Theme.Raised, 3 * scale);
            scene.Hits.Add(row, target);
            int length = RegionName.Write(text, token, scene.Study.Left!.Perception.Regions, scene.Labels);
            canvas.TextFit(text[..length], column.X + 4 * scale, baseline, names - 8 * scale, size, Theme.Ink);
            canvas.Bar(
                new Rect(column.X + names, baseline - 7 * scale, column.Width - names - figures - 8 * scale, 5 * scale),
                weights[token] / weights[ranking.Order[0]], scene.Panes[pane].Colour);
            text.TryWrite($"{100 * weights[token]:0} %", out length);
            canvas.TextRight(text[..length], column.Right - 4 * scale, baseline, size, Theme.Ink);
        }
    }
}
