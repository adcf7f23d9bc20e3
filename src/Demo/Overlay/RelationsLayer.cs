using Silk.NET.Input;
using VlDistill.Demo.Views;
using VlDistill.Demo.Vision;

namespace VlDistill.Demo.Overlay;

/// <summary>The relations as sentences, a list for every model of the view, with what the other model does not say; beneath it where both looked for the chosen one.</summary>
public sealed class RelationsLayer : IOverlayLayer
{
    private const float Head = 34, Line = 18, Section = 24, Detail = 158;
    private static readonly string[] Parts = ["whole picture", "subject", "both together", "object", "words"];

    public void Draw(Canvas canvas, in Scene scene)
    {
        if (!scene.View.RelationsDocked) return;
        var at = scene.Layout.Relations;
        canvas.Panel(scene, at);
        float scale = scene.Scale, pad = 12 * scale;
        DrawHead(canvas, scene, at);
        var inside = new Rect(at.X + pad, at.Y + Head * scale, at.Width - 2 * pad, at.Height - Head * scale - 6 * scale);
        if (scene.View.Edge is not null) DrawDetail(canvas, scene, inside.TakeBottom(Math.Min(Detail * scale, 0.55f * inside.Height), out inside));
        int panes = scene.Panes.Count;
        for (int i = 0; i < panes; i++)
        {
            var part = inside.TakeTop(inside.Height / (panes - i), out inside);
            DrawSentences(canvas, scene, scene.Panes[i], part);
        }
    }

    private static void DrawHead(Canvas canvas, in Scene scene, Rect at)
    {
        float scale = scene.Scale, small = Theme.SmallText * scale, x = at.X + 12 * scale, baseline = at.Y + 23 * scale;
        canvas.Text("Relations", x, baseline, Theme.TitleText * scale, Theme.Ink, 0.3f * scale);
        Span<char> text = stackalloc char[24];
        text.TryWrite($"at least {scene.View.RelationThreshold:0.00}", out int length);
        float right = at.Right - 12 * scale - canvas.Font.Measure(text[..length], small);
        canvas.Text(text[..length], right, baseline, small, Theme.Muted);
        float side = 18 * scale;
        right = canvas.SignButton(scene, "+", Key.Equal, new Rect(right - side - 6 * scale, baseline - 14 * scale, side, side)).X;
        canvas.SignButton(scene, "-", Key.Minus, new Rect(right - side - 3 * scale, baseline - 14 * scale, side, side));
    }

    private static void DrawSentences(Canvas canvas, in Scene scene, Pane pane, Rect at)
    {
        float scale = scene.Scale, small = Theme.SmallText * scale, line = Line * scale, baseline = at.Y + 14 * scale;
        canvas.Text(pane.Feed.Model, at.X, baseline, small, pane.Colour, 0.03f * small);
        if (pane.Feed.Statistics.Relations is { P50: > 0 } times)
        {
            Span<char> text = stackalloc char[24];
            text.TryWrite($"{times.P50:0.0} ms", out int length);
            canvas.TextRight(text[..length], at.Right, baseline, small, Theme.Muted);
        }

        var board = scene.Graph.Of(pane.Feed);
        baseline = at.Y + Section * scale + 10 * scale;
        int seen = 0;
        for (int i = 0; i < board.Count; i++) seen += scene.Graph.IsSeen(board[i].Told) ? 1 : 0;
        if (seen == 0) canvas.TextFit(Silence(pane.Feed, board), at.X, baseline, at.Width, small, pane.Feed.Unrelated is not null ? Theme.Warning : Theme.Muted);
        for (int i = 0; i < board.Count && baseline < at.Bottom; i++)
        {
            // What left the picture is still told until the model has looked again.
            if (!scene.Graph.IsSeen(board[i].Told)) continue;
            bool second = DrawSentence(canvas, scene, pane.Feed, board[i], new Rect(at.X, baseline - 13 * scale, at.Width, line), baseline, baseline + line < at.Bottom);
            baseline += second ? 2 * line - 3 * scale : line;
        }
    }

    private static string Silence(VisionFeed feed, EdgeBoard board) =>
        feed.Unrelated ?? (board.Latest is null ? "looking" : "nothing as sure as that");

    // What the other model reads instead stands beneath, where there is room.
    private static bool DrawSentence(Canvas canvas, in Scene scene, VisionFeed feed, in GraphEdge edge, Rect row, float baseline, bool roomBelow)
    {
        float scale = scene.Scale, size = Theme.SmallText * scale, right = row.Right - 34 * scale;
        var told = edge.Told;
        var target = new HitTarget(HitKind.Edge, told.SubjectTrack, told.ObjectTrack);
        bool chosen = scene.View.Edge is var (subject, other) && told.IsBetween(subject, other);
        var (agreement, otherTold) = scene.Graph.Compare(feed, told);
        bool second = agreement == Agreement.Differs && roomBelow;
        var place = row with { Height = second ? 2 * row.Height - 3 * scale : row.Height };
        if (chosen || scene.Hovers(target)) canvas.Fill(new Rect(place.X - 5 * scale, place.Y - scale, place.Width + 10 * scale, place.Height), Theme.Raised, 3 * scale);
        if (chosen) canvas.Fill(new Rect(place.X - 8 * scale, place.Y, 3 * scale, place.Height - 2 * scale), Theme.Warning, 1.5f * scale);
        Span<char> text = stackalloc char[160];
        int length = EdgeDrawing.WriteName(text, scene, told.SubjectTrack);
        text[length..].TryWrite($" – {told.Predicate.AsSpan(0, Math.Min(40, told.Predicate.Length))} → ", out int middle);
        length += middle;
        length += EdgeDrawing.WriteName(text[length..], scene, told.ObjectTrack);
        string mark = agreement == Agreement.Alone ? "only here" : agreement == Agreement.Differs && !second ? "≠" : "";
        if (mark.Length > 0)
        {
            canvas.TextRight(mark, right, baseline, size, Theme.Warning.Fade(edge.Opacity));
            right -= canvas.Font.Measure(mark, size) + 6 * scale;
        }

        canvas.TextFit(text[..length], row.X, baseline, right - row.X, size, Theme.Ink.Fade(edge.Opacity));
        text.TryWrite($"{edge.Score:0.00}", out length);
        canvas.TextRight(text[..length], row.Right, baseline, size, Theme.Ink.Fade(edge.Opacity));
        if (second)
        {
            text.TryWrite($"≠ {scene.Graph.OtherOf(feed)!.Model}: {otherTold!.Predicate.AsSpan(0, Math.Min(40, otherTold.Predicate.Length))} {otherTold.Score:0.00}", out length);
            canvas.TextFit(text[..length], row.X + 12 * scale, baseline + row.Height - 3 * scale, row.Width - 12 * scale, size, Theme.Warning.Fade(edge.Opacity));
        }

        scene.Hits.Add(place, target);
        return second;
    }

    private static void DrawDetail(Canvas canvas, in Scene scene, Rect at)
    {
        var (subject, other) = scene.View.Edge!.Value;
        var graph = scene.Graph;
        float scale = scene.Scale, size = Theme.SmallText * scale, line = Math.Min(16.5f * scale, (at.Height - 34 * scale) / Parts.Length), names = 88 * scale;
        canvas.Fill(at with { Height = Math.Max(1, scale) }, Theme.PanelEdge);
        float column = (at.Width - names) / graph.Feeds.Count, top = at.Y + 17 * scale;
        canvas.TextFit("looked at", at.X, top, names - 6 * scale, size, Theme.Muted);
        Span<char> text = stackalloc char[80];
        for (int row = 0; row < Parts.Length; row++) canvas.TextFit(Parts[row], at.X, top + 34 * scale + row * line, names - 6 * scale, size, Theme.Ink);
        for (int i = 0; i < graph.Feeds.Count; i++)
        {
            var feed = graph.Feeds[i];
            float x = at.X + names + i * column, room = column - 8 * scale;
            canvas.TextFit(feed.Model, x, top, room, size, Theme.Of(feed.Model), 0.03f * size);
            if (graph.Of(feed).Latest?.Between(subject, other) is not { } told)
            {
                string why = feed.Unrelated is not null ? "relates nothing" : graph.Of(feed).Latest is { } latest && latest.Saw(subject) && latest.Saw(other) ? "nothing likely" : "not seen now";
                canvas.TextFit(why, x, top + line, room, size, Theme.Muted);
                continue;
            }

            // The direction that was chosen, where the model's likelier one is the other.
            told = graph.Of(feed).Latest!.Find(subject, other) ?? told;
            text.TryWrite($"{told.Predicate.AsSpan(0, Math.Min(40, told.Predicate.Length))} {told.Score:0.00}", out int length);
            canvas.TextFit(text[..length], x, top + line, room, size, Theme.Ink);
            float words = 1;
            for (int row = 0; row < Parts.Length; row++)
            {
                float part = row < told.Looks.Length ? told.Looks[row] : Math.Max(0, words);
                words -= part;
                float y = top + 34 * scale + row * line, figures = 32 * scale;
                canvas.Bar(new Rect(x, y - 7 * scale, room - figures, 5 * scale), part, Theme.Of(feed.Model));
                text.TryWrite($"{100 * part:0} %", out length);
                canvas.TextRight(text[..length], x + room, y, size, Theme.Ink);
            }
        }
    }
}
