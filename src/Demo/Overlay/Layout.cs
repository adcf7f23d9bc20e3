namespace VlDistill.Demo.Overlay;

/// <summary>Where one model's parts go.</summary>
public readonly record struct PaneLayout(Rect Whole, Rect Title, Rect Picture, Rect Caption, Rect Stages);

/// <summary>Places header, panes side by side, and footer in a picture of any size.</summary>
public sealed class Layout
{
    private readonly PaneLayout[] panes;

    public Layout(int width, int height, int paneCount)
    {
        (Width, Height) = (width, height);
        Scale = Math.Clamp(height / Theme.ReferenceHeight, 0.7f, 6);
        float margin = Theme.Margin * Scale;
        var inside = new Rect(margin, 0, width - 2 * margin, height);
        Header = inside.TakeTop(34 * Scale, out inside);
        Footer = inside.TakeBottom(24 * Scale, out inside);
        panes = new PaneLayout[paneCount];
        float paneWidth = (inside.Width - (paneCount - 1) * margin) / Math.Max(1, paneCount);
        for (int i = 0; i < paneCount; i++)
        {
            var whole = new Rect(inside.X + i * (paneWidth + margin), inside.Y, paneWidth, inside.Height);
            var title = whole.TakeTop(26 * Scale, out var rest);
            var stages = rest.TakeBottom(36 * Scale, out rest);
            var caption = rest.TakeBottom(62 * Scale, out rest);
            panes[i] = new PaneLayout(whole, title, rest, caption, stages);
        }
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Pixels per pixel of the reference size.</summary>
    public float Scale { get; }

    public Rect Header { get; }

    public Rect Footer { get; }

    public ReadOnlySpan<PaneLayout> Panes => panes;
}
