using VlDistill.Demo.Views;

namespace VlDistill.Demo.Overlay;

/// <summary>What the eyes find in the whole picture, without boxes: the surest tags with bars and percentages.</summary>
public sealed class TagsLayer : IOverlayLayer
{
    /// <summary>Height at the reference size that gives every row two lines.</summary>
    public const float FullHeight = Head + Foot + TagBoard.Most * TallRow;

    private const float Head = 38, Foot = 8, TallRow = 37, LowRow = 17;

    public void Draw(Canvas canvas, in Scene scene)
    {
        if (!scene.View.TagsShown) return;
        var at = scene.Layout.Tags;
        canvas.Panel(scene, at);
        float scale = scene.Scale, pad = 12 * scale, small = Theme.SmallText * scale, x = at.X + pad;
        float title = canvas.Text("Tags", x, at.Y + 24 * scale, Theme.TitleText * scale, Theme.Ink, 0.3f * scale) + 10 * scale;
        const string Whose = "of the whole picture";
        if (title + canvas.Font.Measure(Whose, small) <= at.Width - 2 * pad) canvas.TextRight(Whose, at.Right - pad, at.Y + 24 * scale, small, Theme.Muted);
        var board = scene.View.Tags;
        var rows = new Rect(x, at.Y + Head * scale, at.Width - 2 * pad, at.Height - (Head + Foot) * scale);
        if (board.Count == 0)
        {
            string reason = scene.Vision.Tags.Count == 0 ? "these eyes know no tags" : board.HasTags ? "nothing they are sure of" : "nothing seen yet";
            canvas.TextFit(reason, x, rows.Y + small, rows.Width, small, Theme.Muted);
            return;
        }

        float height = Math.Clamp(rows.Height / TagBoard.Most, LowRow * scale, TallRow * scale);
        int fitting = Math.Max(1, (int)(rows.Height / height + 0.01f));
        // Rows on their way pass over those that stand.
        for (int pass = 0; pass < 2; pass++)
            for (int row = 0; row < Math.Min(board.Count, fitting); row++)
            {
                var tag = board[row];
                bool moving = Math.Abs(tag.Place - row) > 0.02f;
                if (moving != (pass == 1)) continue;
                // One that comes up from beneath the last row shown begins there.
                var place = rows with { Y = rows.Y + Math.Min(tag.Place, fitting - 1) * height, Height = height };
                if (moving) canvas.Fill(place, Theme.Panel);
                DrawRow(canvas, tag, place, scale);
            }
    }

    private static void DrawRow(Canvas canvas, in TagRow tag, Rect at, float scale)
    {
        bool tall = at.Height >= 30 * scale;
        float size = Math.Min((tall ? Theme.BodyText : Theme.SmallText) * scale, 0.8f * at.Height), baseline = at.Y + 1.05f * size;
        float figures = canvas.Font.Measure("100 %", size) + 6 * scale, names = tall ? at.Width - figures : 0.4f * at.Width;
        Span<char> text = stackalloc char[16];
        text.TryWrite($"{100 * tag.Score:0} %", out int length);
        canvas.TextFit(tag.Name, at.X, baseline, names - 6 * scale, size, Theme.Ink);
        canvas.TextRight(text[..length], at.Right, baseline, size, Theme.Ink);
        var bar = tall ? new Rect(at.X, baseline + 6 * scale, at.Width, 6 * scale) : new Rect(at.X + names, baseline - 0.6f * size, at.Width - names - figures, 6 * scale);
        canvas.Bar(bar, tag.Score, Theme.Student);
    }
}
