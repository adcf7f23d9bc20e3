using System.Numerics;
using VlDistill.Demo.Views;
using VlDistill.Demo.Vision;

namespace VlDistill.Demo.Overlay;

/// <summary>Draws a model's arrows where the things they join are now: from a dot in the subject to a point in the object, the predicate at the middle.</summary>
public static class EdgeDrawing
{
    private const int Targets = 7;

    /// <summary>Why there are no arrows, where the list does not say so.</summary>
    public static void DrawProblem(Canvas canvas, in Scene scene, int pane, Rect picture)
    {
        if (scene.View.RelationsDocked || scene.Panes[pane].Feed.Unrelated is not { } problem) return;
        float scale = scene.Scale, size = Theme.SmallText * scale, height = size + 10 * scale, room = picture.Width - 12 * scale;
        float width = Math.Min(canvas.Font.Measure(problem, size) + 18 * scale + 1, room);
        var at = new Rect(picture.X + 6 * scale, picture.Bottom - height - 6 * scale, width, height);
        canvas.Fill(at, Theme.Shade.Fade(1.3f), height / 2);
        canvas.TextFit(problem, at.X + 9 * scale, at.Bottom - 6.5f * scale, width - 18 * scale, size, Theme.Warning);
    }

    /// <summary>The lines; each can be clicked all along.</summary>
    public static void DrawArrows(Canvas canvas, in Scene scene, int pane, Rect picture, ReadOnlySpan<TrackedRegion> regions)
    {
        var board = scene.Graph.Of(scene.Panes[pane].Feed);
        for (int i = 0; i < board.Count; i++)
            if (Ends(board[i], picture, regions, out var from, out var to, out float opacity)) DrawArrow(canvas, scene, board[i], from, to, opacity, scene.Panes[pane].Colour);
    }

    /// <summary>The predicates, where no name of a region lies.</summary>
    public static void DrawChips(Canvas canvas, in Scene scene, int pane, Rect picture, ReadOnlySpan<TrackedRegion> regions, ref RegionTags tags)
    {
        var board = scene.Graph.Of(scene.Panes[pane].Feed);
        for (int i = 0; i < board.Count; i++)
            if (Ends(board[i], picture, regions, out var from, out var to, out float opacity)) DrawChip(canvas, scene, pane, board[i], from, to, opacity, picture, ref tags);
    }

    /// <summary>A thing as people read it: person 2; returns the length.</summary>
    public static int WriteName(Span<char> into, in Scene scene, int track)
    {
        string name = RegionName.LabelOf(scene.Graph.Numbers.LabelOf(track), scene.Labels);
        int number = scene.Graph.Numbers.Of(track), length;
        if (number > 0) into.TryWrite($"{name.AsSpan(0, Math.Min(name.Length, 40))} {number}", out length);
        else into.TryWrite($"{name.AsSpan(0, Math.Min(name.Length, 40))}", out length);
        return length;
    }

    private static bool Ends(in GraphEdge edge, Rect picture, ReadOnlySpan<TrackedRegion> regions, out Vector2 from, out Vector2 to, out float opacity)
    {
        (from, to, opacity) = (default, default, 0);
        int found = 0;
        float least = 1;
        foreach (var region in regions)
        {
            bool subject = region.Id == edge.Told.SubjectTrack;
            if (!subject && region.Id != edge.Told.ObjectTrack) continue;
            var box = picture.Part(region.Box);
            var middle = new Vector2(box.CentreX, box.Y + box.Height / 2);
            if (subject) from = middle;
            else to = middle;
            least = Math.Min(least, region.Opacity);
            found++;
        }

        opacity = edge.Opacity * least;
        return found == 2 && opacity > 0;
    }

    private static void DrawArrow(Canvas canvas, in Scene scene, in GraphEdge edge, Vector2 from, Vector2 to, float opacity, Rgba colour)
    {
        float scale = scene.Scale, length = Vector2.Distance(from, to);
        if (length < 6 * scale) return;
        var target = new HitTarget(HitKind.Edge, edge.Told.SubjectTrack, edge.Told.ObjectTrack);
        bool marked = IsMarked(scene, edge);
        var along = (to - from) / length;
        var across = new Vector2(-along.Y, along.X);
        float width = (marked ? 3.5f : 2) * scale, head = Math.Min(9 * scale, 0.4f * length);
        var ink = (marked ? Theme.Warning : colour).Fade(opacity * (scene.View.Edge is null || marked ? 1 : 0.4f));
        var shade = Theme.Shade.Fade(opacity * (scene.View.Edge is null || marked ? 1 : 0.4f));
        var left = to - head * along + 0.55f * head * across;
        var right = to - head * along - 0.55f * head * across;
        for (int pass = 0; pass < 2; pass++)
        {
            float stroke = pass == 0 ? width + 2.5f * scale : width;
            var paint = pass == 0 ? shade : ink;
            canvas.Line(from.X, from.Y, to.X, to.Y, stroke, paint);
            canvas.Line(left.X, left.Y, to.X, to.Y, stroke, paint);
            canvas.Line(right.X, right.Y, to.X, to.Y, stroke, paint);
            float radius = stroke + 1.5f * scale;
            canvas.Fill(new Rect(from.X - radius, from.Y - radius, 2 * radius, 2 * radius), paint, radius);
        }

        float reach = 7 * scale;
        for (int i = 1; i <= Targets; i++)
        {
            var at = Vector2.Lerp(from, to, (float)i / (Targets + 1));
            scene.Hits.Add(new Rect(at.X - reach, at.Y - reach, 2 * reach, 2 * reach), target);
        }
    }

    private static void DrawChip(
        Canvas canvas, in Scene scene, int pane, in GraphEdge edge, Vector2 from, Vector2 to, float opacity, Rect picture, ref RegionTags tags)
    {
        float scale = scene.Scale, size = Theme.SmallText * scale;
        bool marked = IsMarked(scene, edge), disputed = scene.Graph.Compare(scene.Panes[pane].Feed, edge.Told).Agreement == Agreement.Differs;
        Span<char> text = stackalloc char[64];
        var predicate = edge.Told.Predicate.AsSpan(0, Math.Min(edge.Told.Predicate.Length, 40));
        string sign = disputed ? "≠ " : "";
        int length;
        if (picture.Width >= 330 * scale || marked) text.TryWrite($"{sign}{predicate} {edge.Score:0.00}", out length);
        else text.TryWrite($"{sign}{predicate}", out length);
        var room = new Vector2(canvas.Font.Measure(text[..length], size) + 12 * scale, size + 7 * scale);
        if (!tags.Place(from, to, room, marked, out var chip)) return;
        float strength = opacity * (scene.View.Edge is null || marked ? 1 : 0.4f);
        canvas.Fill(chip, Theme.Panel.Fade(0.92f * strength), chip.Height / 2);
        canvas.Outline(chip, (marked || disputed ? Theme.Warning : scene.Panes[pane].Colour).Fade(strength), (marked ? 2 : 1.2f) * scale, chip.Height / 2);
        canvas.Text(text[..length], chip.X + 6 * scale, chip.Bottom - 5.5f * scale, size, Theme.Ink.Fade(strength));
        scene.Hits.Add(chip, new HitTarget(HitKind.Edge, edge.Told.SubjectTrack, edge.Told.ObjectTrack));
    }

    private static bool IsMarked(in Scene scene, in GraphEdge edge)
    {
        var told = edge.Told;
        if (scene.View.Edge is var (subject, other) && told.IsBetween(subject, other)) return true;
        return scene.Hovers(new HitTarget(HitKind.Edge, told.SubjectTrack, told.ObjectTrack));
    }
}
