using VlDistill.Demo.Views;

namespace VlDistill.Demo.Overlay;

/// <summary>Things that several layers draw: panels, bars, key caps, chips, curves.</summary>
public static class Elements
{
    /// <summary>A dark panel with an edge; takes clicks, so that nothing beneath gets them.</summary>
    public static void Panel(this Canvas canvas, in Scene scene, Rect at, float opacity = 1)
    {
        canvas.Fill(at, Theme.Panel.Fade(opacity), Theme.Radius * scene.Scale);
        canvas.Outline(at, Theme.PanelEdge.Fade(opacity), Math.Max(1, scene.Scale), Theme.Radius * scene.Scale);
        scene.Hits.Add(at, new HitTarget(HitKind.Panel));
    }

    /// <summary>A part of a whole in [0, 1].</summary>
    public static void Bar(this Canvas canvas, Rect at, float part, Rgba colour)
    {
        canvas.Fill(at, Theme.PanelEdge, at.Height / 2);
        float width = Math.Clamp(part, 0, 1) * at.Width;
        if (width > 0) canvas.Fill(at with { Width = Math.Max(at.Height, width) }, colour, at.Height / 2);
    }

    /// <summary>Key caps with what they do; returns the right edge.</summary>
    public static float KeyCap(this Canvas canvas, in Scene scene, in KeyHint hint, float x, float baseline)
    {
        float scale = scene.Scale, size = Theme.SmallText * scale;
        var target = new HitTarget(HitKind.Key, (int)hint.Key);
        float width = canvas.Font.Measure(hint.Caps, size) + 10 * scale;
        var cap = new Rect(x, baseline - size - 1 * scale, width, size + 6 * scale);
        bool hovered = scene.Hovers(target);
        canvas.Fill(cap, hovered ? Theme.PanelEdge : Theme.Raised, 3 * scale);
        canvas.Text(hint.Caps, x + 5 * scale, baseline, size, Theme.Ink, 0.02f * size);
        float right = cap.Right + 5 * scale;
        right += canvas.Text(hint.Short, right, baseline, size, hovered ? Theme.Ink : Theme.Muted);
        scene.Hits.Add(cap with { Width = right - x }, target);
        return right;
    }

    /// <summary>Width that <see cref="KeyCap"/> takes.</summary>
    public static float MeasureKeyCap(this Canvas canvas, in KeyHint hint, float scale) =>
        canvas.Font.Measure(hint.Caps, Theme.SmallText * scale) + canvas.Font.Measure(hint.Short, Theme.SmallText * scale) + 15 * scale;

    /// <summary>A small key with a sign on it that can be clicked; returns its place.</summary>
    public static Rect SignButton(this Canvas canvas, in Scene scene, string sign, Silk.NET.Input.Key key, Rect at)
    {
        float scale = scene.Scale, size = Theme.SmallText * scale;
        var target = new HitTarget(HitKind.Key, (int)key);
        canvas.Fill(at, scene.Hovers(target) ? Theme.PanelEdge : Theme.Raised, 3 * scale);
        canvas.TextCentred(sign, at.CentreX, at.Bottom - (at.Height - size) / 2 - 0.11f * size, size, Theme.Ink, 0.04f * size);
        scene.Hits.Add(at, target);
        return at;
    }

    /// <summary>A choice that can be clicked; returns its right edge.</summary>
    public static float Chip(this Canvas canvas, in Scene scene, string text, float x, float baseline, bool chosen, HitTarget target)
    {
        float scale = scene.Scale, size = Theme.SmallText * scale;
        var at = new Rect(x, baseline - size - 4 * scale, canvas.Font.Measure(text, size) + 14 * scale, size + 12 * scale);
        bool hovered = scene.Hovers(target);
        if (chosen || hovered) canvas.Fill(at, chosen ? Theme.Ink : Theme.Raised, 4 * scale);
        canvas.Text(text, x + 7 * scale, baseline + scale, size, chosen ? Theme.Background : hovered ? Theme.Ink : Theme.Muted, chosen ? 0.02f * size : 0);
        scene.Hits.Add(at, target);
        return at.Right;
    }

    /// <summary>A curve of values between two bounds, oldest on the left.</summary>
    public static void Curve(this Canvas canvas, Rect at, ReadOnlySpan<float> values, float low, float high, Rgba colour, float scale)
    {
        canvas.Fill(new Rect(at.X, at.Bottom, at.Width, Math.Max(1, scale)), Theme.PanelEdge);
        float range = Math.Max(high - low, 1e-6f), step = values.Length > 1 ? at.Width / (values.Length - 1) : 0, previous = 0;
        for (int i = 0; i < values.Length; i++)
        {
            float y = at.Bottom - Math.Clamp((values[i] - low) / range, 0, 1) * at.Height;
            if (i > 0) canvas.Line(at.X + (i - 1) * step, previous, at.X + i * step, y, 1.4f * scale, colour);
            previous = y;
        }
    }
}
