using Silk.NET.Input;
using VlDistill.Demo.Views;

namespace VlDistill.Demo.Overlay;

/// <summary>The line below: the keys that help most now, each of which can be clicked.</summary>
public sealed class KeyBarLayer : IOverlayLayer
{
    private static readonly KeyHint Help = new(Key.H, "H", "all keys", "");

    public void Draw(Canvas canvas, in Scene scene)
    {
        var at = scene.Layout.Footer;
        float scale = scene.Scale, baseline = at.Y + 20 * scale, gap = 14 * scale;
        float right = at.Right - canvas.MeasureKeyCap(Help, scale);
        canvas.KeyCap(scene, Help, right, baseline);
        float x = at.X;
        foreach (var hint in KeyGuide.For(scene.View))
        {
            if (hint.Key is Key.M && scene.View.Available.Count < 2) continue;
            if (x + canvas.MeasureKeyCap(hint, scale) > right - gap) break;
            x = canvas.KeyCap(scene, hint, x, baseline) + gap;
        }
    }
}
