using VlDistill.Demo.Views;
using VlDistill.Inference;

namespace VlDistill.Demo.Overlay;

/// <summary>Both sentences about the same frame, equal words above each other, with the distance of their looks between them.</summary>
public sealed class WordsLayer : IOverlayLayer
{
    public void Draw(Canvas canvas, in Scene scene)
    {
        if (!scene.Studies) return;
        var at = scene.Layout.Words;
        canvas.Panel(scene, at);
        float scale = scene.Scale, pad = Theme.Padding * scale, small = Theme.SmallText * scale;
        var study = scene.Study;
        if (study.Left is null)
        {
            canvas.Text(scene.View.AnswersShown ? "waiting for answers" : "waiting for a frame that the models have described", at.X + pad, at.Y + 24 * scale, small, Theme.Muted);
            return;
        }

        bool two = study.Right is not null;
        float names = canvas.Font.Measure(study.Left.Model, small);
        if (two) names = Math.Max(names, canvas.Font.Measure(study.Right!.Model, small));
        var room = new Rect(at.X + pad + names + 14 * scale, at.Y + pad, at.Width - 2 * pad - names - 14 * scale, at.Height - 2 * pad - (scene.View.AnswersShown ? AnswerLayer.LineHeight * scale : 0));
        float size = 25 * scale;
        while (size > 8 * scale && Lines(canvas, study, size, room.Width, scale) * LineHeight(size, two, scale) > room.Height) size *= 0.94f;
        // A few words stand in the middle of their room.
        float spare = room.Height - Lines(canvas, study, size, room.Width, scale) * LineHeight(size, two, scale), first = room.Y + size + Math.Max(0, spare / 2);
        canvas.Text(study.Left.Model, at.X + pad, first, small, Theme.Of(study.Left.Model));
        if (two) canvas.Text(study.Right!.Model, at.X + pad, first + size * 1.25f + 9 * scale, small, Theme.Of(study.Right.Model));
        float x = room.X, baseline = first;
        for (int row = 0; row < study.Words.Count; row++)
        {
            float width = Width(canvas, study, row, size, scale);
            if (x + width > room.Right && x > room.X) (x, baseline) = (room.X, baseline + LineHeight(size, two, scale));
            DrawRow(canvas, scene, row, x, baseline, width, size);
            x += width + 12 * scale;
        }
    }

    private static void DrawRow(Canvas canvas, in Scene scene, int row, float x, float baseline, float width, float size)
    {
        float scale = scene.Scale;
        var study = scene.Study;
        var (left, right) = study.Pair(row);
        var target = new HitTarget(HitKind.Word, row);
        bool two = study.Right is not null, chosen = row == study.Cursor;
        var box = new Rect(x - 4 * scale, baseline - size * 1.05f, width + 8 * scale, LineHeight(size, two, scale) - 4 * scale);
        if (chosen) canvas.Fill(box, Theme.Raised, 4 * scale);
        else if (scene.Hovers(target)) canvas.Fill(box, Theme.Raised.Fade(0.6f), 4 * scale);
        if (chosen && scene.View.Word >= 0) canvas.Outline(box, Theme.Warning, 1.5f * scale, 4 * scale);
        scene.Hits.Add(box, target);
        Word(canvas, scene, left, row, x, baseline, size);
        if (!two) return;
        float distance = study.DistanceOf(row);
        if (distance >= 0) canvas.Bar(new Rect(x, baseline + 0.3f * size + 2 * scale, width, 4 * scale), distance, Theme.Ink);
        Word(canvas, scene, right, row, x, baseline + size * 1.25f + 9 * scale, size);
    }

    // With a region chosen words are as bright as they look at it, otherwise as the model was sure of them.
    private static void Word(Canvas canvas, in Scene scene, CaptionWord? word, int row, float x, float baseline, float size)
    {
        if (word is not { } present)
        {
            canvas.Text("–", x, baseline, size, Theme.Muted.Fade(0.6f));
            return;
        }

        float bright = scene.View.Region >= 0 ? 0.25f + 0.75f * scene.Study.LookOf(row) : 0.55f + 0.45f * MathF.Exp(present.LogProbability);
        canvas.Text(present.Text, x, baseline, size, Theme.Ink.Fade(bright), 0.02f * size);
    }

    private static float Width(Canvas canvas, Study study, int row, float size, float scale)
    {
        var (left, right) = study.Pair(row);
        float width = 26 * scale;
        if (left is { } l) width = Math.Max(width, canvas.Font.Measure(l.Text, size));
        return right is { } r ? Math.Max(width, canvas.Font.Measure(r.Text, size)) : width;
    }

    private static float LineHeight(float size, bool two, float scale) => two ? 2.5f * size + 15 * scale : 1.5f * size + 4 * scale;

    private static int Lines(Canvas canvas, Study study, float size, float room, float scale)
    {
        int lines = 1;
        float x = 0;
        for (int row = 0; row < study.Words.Count; row++)
        {
            float width = Width(canvas, study, row, size, scale);
            if (x + width > room && x > 0) (x, lines) = (0, lines + 1);
            x += width + 12 * scale;
        }

        return lines;
    }
}
