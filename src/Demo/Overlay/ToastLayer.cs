namespace VlDistill.Demo.Overlay;

/// <summary>Messages above the key bar: what was done, what is wrong; they fade in and out.</summary>
public sealed class ToastLayer : IOverlayLayer
{
    public void Draw(Canvas canvas, in Scene scene)
    {
        // A line of text being typed takes the place right above the key bar.
        float bottom = scene.Layout.Footer.Y - (scene.View.Entry == Views.EntryKind.None ? 6 : 6 + EntryLayer.Height + 6) * scene.Scale;
        if (scene.Hud.Notice is { } notice) bottom = Message(canvas, scene, notice, bottom, 1, Theme.Warning);
        var toasts = scene.View.Toasts;
        for (int i = 0; i < toasts.Count; i++) bottom = Message(canvas, scene, toasts[i], bottom, toasts.Opacity(i, scene.Now), Theme.Ink);
    }

    private static float Message(Canvas canvas, in Scene scene, string text, float bottom, float opacity, Rgba ink)
    {
        float scale = scene.Scale, size = Theme.BodyText * scale, room = scene.Layout.Width * 0.9f - 28 * scale;
        float width = Math.Min(room, canvas.Font.Measure(text, size)) + 28 * scale, height = size + 15 * scale;
        var at = new Rect((scene.Layout.Width - width) / 2, bottom - height, width, height);
        canvas.Fill(at, Theme.Raised.Fade(opacity), Theme.Radius * scale);
        canvas.Outline(at, Theme.Muted.Fade(0.5f * opacity), Math.Max(1, scale), Theme.Radius * scale);
        canvas.TextFit(text, at.X + 14 * scale, at.Bottom - 10 * scale, room, size, ink.Fade(opacity));
        return at.Y - 5 * scale;
    }
}
