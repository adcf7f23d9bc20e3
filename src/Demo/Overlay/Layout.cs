using VlDistill.Demo.Views;

namespace VlDistill.Demo.Overlay;

/// <summary>Where one model's parts go; a part that a view lacks is empty.</summary>
public readonly record struct PaneLayout(Rect Whole, Rect Title, Rect Picture, Rect Caption, Rect Stages);

/// <summary>Places the parts of a view in a picture of any size; made anew when size or view change.</summary>
public sealed class Layout
{
    private readonly PaneLayout[] panes;

    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="paneCount">Models next to each other.</param>
    /// <param name="view">What is shown.</param>
    /// <param name="figures">Whether the figures are docked on the right.</param>
    /// <param name="history">Whether the history is docked on the right.</param>
    /// <param name="tags">Whether the tags are docked on the right.</param>
    /// <param name="relations">Whether the relations are docked on the right.</param>
    public Layout(int width, int height, int paneCount, View view = View.SideBySide, bool figures = false, bool history = false, bool tags = false, bool relations = false)
    {
        (Width, Height) = (width, height);
        Scale = Math.Clamp(Math.Min(height / Theme.ReferenceHeight, width / Theme.ReferenceWidth), 0.55f, 8);
        float margin = Theme.Margin * Scale;
        var inside = new Rect(margin, 0, width - 2 * margin, height);
        Header = inside.TakeTop(36 * Scale, out inside);
        Footer = inside.TakeBottom(30 * Scale, out inside);
        Main = figures || history || tags || relations ? inside with { Width = inside.Width - Theme.DockWidth * Scale - margin } : inside;
        Dock(new Rect(Main.Right + margin, inside.Y, inside.Right - Main.Right - margin, inside.Height), figures, history, tags, relations, margin);
        panes = new PaneLayout[paneCount];
        if (view is View.Single or View.SideBySide) PlacePanes(paneCount > 1, margin);
        else PlaceStudy(view, margin);
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Pixels per pixel of the reference size.</summary>
    public float Scale { get; }

    public Rect Header { get; }

    /// <summary>The key bar.</summary>
    public Rect Footer { get; }

    /// <summary>Everything between header and key bar that no docked panel takes.</summary>
    public Rect Main { get; }

    public Rect Figures { get; private set; }

    public Rect History { get; private set; }

    public Rect Tags { get; private set; }

    public Rect Relations { get; private set; }

    /// <summary>The line that compares two panes.</summary>
    public Rect Compare { get; private set; }

    /// <summary>The one large picture of the difference view.</summary>
    public Rect Picture { get; private set; }

    /// <summary>The column beside the pictures: ranking or grid.</summary>
    public Rect Side { get; private set; }

    /// <summary>The aligned sentences.</summary>
    public Rect Words { get; private set; }

    /// <summary>The lists of strongest regions beneath the inspector's pictures.</summary>
    public Rect Lists { get; private set; }

    public ReadOnlySpan<PaneLayout> Panes => panes;

    // Figures need most room; tags what their rows take, fewer of them where others want room too; the history gets the rest.
    private void Dock(Rect dock, bool figures, bool history, bool tags, bool relations, float margin)
    {
        // Relations share the room evenly with whatever else there is.
        int others = (figures ? 1 : 0) + (history ? 1 : 0) + (tags ? 1 : 0);
        if (relations) Relations = others == 0 ? dock : Take(ref dock, Math.Max(0.5f, 1f / (1 + others)) * dock.Height, margin);
        if (figures) Figures = Take(ref dock, history && tags ? 0.56f * dock.Height : history || tags ? 0.66f * dock.Height : dock.Height, margin);
        if (tags) Tags = Take(ref dock, Math.Min(TagsLayer.FullHeight * Scale, (history ? 0.55f : 1) * dock.Height), margin);
        if (history) History = dock;
    }

    private static Rect Take(ref Rect dock, float height, float margin)
    {
        var part = dock.TakeTop(height, out dock);
        dock.TakeTop(margin, out dock);
        return part;
    }

    private void PlacePanes(bool compare, float margin)
    {
        var inside = Main;
        if (compare) Compare = inside.TakeBottom(24 * Scale, out inside);
        float paneWidth = (inside.Width - (panes.Length - 1) * margin) / Math.Max(1, panes.Length);
        for (int i = 0; i < panes.Length; i++)
        {
            var whole = new Rect(inside.X + i * (paneWidth + margin), inside.Y, paneWidth, inside.Height);
            var title = whole.TakeTop(28 * Scale, out var rest);
            var stages = rest.TakeBottom(30 * Scale, out rest);
            var caption = rest.TakeBottom(64 * Scale, out rest);
            panes[i] = new PaneLayout(whole, title, rest, caption, stages);
        }
    }

    private void PlaceStudy(View view, float margin)
    {
        var inside = Main;
        Words = inside.TakeBottom(112 * Scale, out inside);
        inside.TakeBottom(margin, out inside);
        float side = Math.Clamp(inside.Width * 0.36f, 200 * Scale, 420 * Scale);
        Side = new Rect(inside.Right - side, inside.Y, side, inside.Height);
        inside = inside with { Width = inside.Width - side - margin };
        if (view == View.Difference)
        {
            Picture = inside;
            Array.Fill(panes, new PaneLayout(inside, default, default, default, default));
            return;
        }

        Lists = inside.TakeBottom(96 * Scale, out inside);
        float paneWidth = (inside.Width - (panes.Length - 1) * margin) / Math.Max(1, panes.Length);
        for (int i = 0; i < panes.Length; i++)
        {
            var whole = new Rect(inside.X + i * (paneWidth + margin), inside.Y, paneWidth, inside.Height);
            var title = whole.TakeTop(28 * Scale, out var rest);
            panes[i] = new PaneLayout(whole, title, rest, default, default);
        }
    }
}
