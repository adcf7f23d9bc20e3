using VlDistill.Demo.Views;

namespace VlDistill.Demo.Overlay;

/// <summary>The grid of layers and heads for the chosen word: each cell the distance between two models, or the focus of one; click to look at one.</summary>
public sealed class InspectorLayer : IOverlayLayer
{
    public void Draw(Canvas canvas, in Scene scene)
    {
        if (scene.View.View != View.Inspector) return;
        var at = scene.Layout.Side;
        canvas.Panel(scene, at);
        float scale = scene.Scale, pad = 12 * scale, x = at.X + pad, room = at.Width - 2 * pad, small = Theme.SmallText * scale;
        float baseline = at.Y + 24 * scale;
        canvas.TextFit("Layers × heads", x, baseline, room, Theme.TitleText * scale, Theme.Ink, 0.3f * scale);
        baseline += 24 * scale;
        float chip = x - 6 * scale;
        for (int i = 0; i < ViewNames.Reductions.Length; i++)
            chip = canvas.Chip(scene, ViewNames.Reductions[i], chip, baseline, (int)scene.View.Reduction == i, new HitTarget(HitKind.Reduction, i)) + 2 * scale;
        Span<char> text = stackalloc char[96];
        baseline += 24 * scale;
        MapName.Write(text, scene.View.Choice, out int length);
        canvas.TextFit(text[..length], x, baseline, room, small, Theme.Warning);
        var study = scene.Study;
        if (study.Left is null || study.Grid.Shape.Layers == 0)
        {
            canvas.TextFit("waiting for a sentence", x, baseline + 22 * scale, room, small, Theme.Muted);
            return;
        }

        float bottom = DrawNotes(canvas, scene, x, at.Bottom - 12 * scale, room);
        DrawGrid(canvas, scene, new Rect(x, baseline + 12 * scale, room, bottom - baseline - 22 * scale));
    }

    private static void DrawGrid(Canvas canvas, in Scene scene, Rect at)
    {
        var grid = scene.Study.Grid;
        var shape = grid.Shape;
        float scale = scene.Scale, size = Theme.SmallText * scale, heading = 34 * scale, top = size + 6 * scale, gap = 2 * scale;
        float width = (at.Width - heading) / shape.Heads, height = Math.Min((at.Height - top) / shape.Layers, 1.2f * width);
        Span<char> text = stackalloc char[16];
        for (int column = 0; column < shape.Heads; column++)
        {
            text.TryWrite($"{column + 1}", out int length);
            var head = new Rect(at.X + heading + column * width, at.Y, width - gap, top - gap);
            Choice(canvas, scene, head, -1, column);
            canvas.TextCentred(text[..length], head.CentreX, at.Y + size, size, Theme.Muted);
        }

        for (int row = 0; row < shape.Layers; row++)
        {
            float y = at.Y + top + row * height;
            DrawLayerName(canvas, scene, row, new Rect(at.X, y, heading - gap, height - gap));
            for (int column = 0; column < shape.Heads; column++)
                DrawCell(canvas, scene, row, column, new Rect(at.X + heading + column * width, y, width - gap, height - gap));
        }
    }

    // "L2" and, where the other model has another layer there, which one.
    private static void DrawLayerName(Canvas canvas, in Scene scene, int row, Rect at)
    {
        float size = Theme.SmallText * scene.Scale;
        Span<char> text = stackalloc char[16];
        text.TryWrite($"L{row + 1}", out int length);
        Choice(canvas, scene, at, row, -1);
        canvas.Text(text[..length], at.X + 4 * scene.Scale, at.Y + at.Height / 2 + size / 3, size, Theme.Muted);
    }

    private static void DrawCell(Canvas canvas, in Scene scene, int row, int column, Rect at)
    {
        float scale = scene.Scale, size = Theme.SmallText * scale, value = scene.Study.Grid[row, column];
        canvas.Fill(at, Theme.Raised, 3 * scale);
        canvas.Fill(at, Theme.Warning.Fade(0.85f * MathF.Sqrt(value)), 3 * scale);
        Span<char> text = stackalloc char[16];
        text.TryWrite($"{value:0.00}", out int length);
        if (canvas.Font.Measure(text[..length], size) < at.Width - 2 * scale && at.Height > size + 2 * scale)
            canvas.TextCentred(text[..length], at.CentreX, at.Y + at.Height / 2 + size / 3, size, value > 0.35f ? Theme.Background : Theme.Ink);
        Choice(canvas, scene, at, row, column);
    }

    private static void Choice(Canvas canvas, in Scene scene, Rect at, int layer, int head)
    {
        var target = new HitTarget(HitKind.Cell, layer, head);
        var view = scene.View;
        bool whole = layer < 0 || head < 0;
        bool chosen = whole ? (view.Layer, view.Head) == (layer, head) && (layer >= 0 || head >= 0)
            : (view.Layer >= 0 || view.Head >= 0) && (view.Layer < 0 || view.Layer == layer) && (view.Head < 0 || view.Head == head);
        if (chosen) canvas.Outline(at, Theme.Ink, 2 * scene.Scale, 3 * scene.Scale);
        else if (scene.Hovers(target)) canvas.Outline(at, Theme.Muted, 1.5f * scene.Scale, 3 * scene.Scale);
        scene.Hits.Add(at, target);
    }

    // From the bottom up; returns the top.
    private static float DrawNotes(Canvas canvas, in Scene scene, float x, float baseline, float room)
    {
        var study = scene.Study;
        float size = Theme.SmallText * scene.Scale, line = 1.45f * size;
        Span<char> text = stackalloc char[128];
        int length;
        if (study.Right is null || !study.Grid.Compares)
        {
            canvas.TextFit("cells: how narrowly the head looks (0 everywhere)", x, baseline, room, size, Theme.Muted);
            return baseline - line;
        }

        var (left, right) = (AttentionShape.Of(study.Left!), AttentionShape.Of(study.Right));
        var grid = study.Grid.Shape;
        var (many, few, other, name) = right.Heads >= left.Heads ? (right, left, study.Right.Model, study.Left!.Model) : (left, right, study.Left!.Model, study.Right.Model);
        if (many.HeadsPerColumn(grid) > 1)
        {
            text.TryWrite($"a {name} head and the mean of {many.HeadsPerColumn(grid)} {other} heads", out length);
            canvas.TextFit(text[..length], x, baseline, room, size, Theme.Muted);
            baseline -= line;
        }

        Pairs(text, left, right, grid, study.Left!.Model, study.Right.Model, scene.View.Layer, out length);
        canvas.TextFit(text[..length], x, baseline, room, size, Theme.Muted);
        baseline -= line;
        canvas.TextFit("cells: attention distance, 0 alike to 1", x, baseline, room, size, Theme.Muted);
        return baseline - line;
    }

    private static void Pairs(Span<char> text, AttentionShape left, AttentionShape right, AttentionShape grid, string first, string second, int layer, out int length)
    {
        int row = layer < 0 ? grid.Layers - 1 : layer;
        text.TryWrite($"L{row + 1}: {first} layer {left.LayerOf(row, grid) + 1}, {second} layer {right.LayerOf(row, grid) + 1}", out length);
    }
}
