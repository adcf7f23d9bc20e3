using VlDistill.Demo.Graphics;
using VlDistill.Inference;

namespace VlDistill.Demo.Overlay;

/// <summary>Everything the layers draw from in one frame.</summary>
/// <param name="Layout">Places.</param>
/// <param name="Panes">One per model, left to right.</param>
/// <param name="Picture">The latest frame.</param>
/// <param name="Perception">The latest boxes; null before the first.</param>
/// <param name="Labels">The detector's classes.</param>
/// <param name="Hud">Figures.</param>
/// <param name="Now">The program's clock.</param>
public readonly record struct Scene(
    Layout Layout, IReadOnlyList<Pane> Panes, Texture Picture, Perception? Perception, IReadOnlyList<string> Labels, Hud Hud, TimeSpan Now)
{
    /// <summary>Width over height of the frame.</summary>
    public float Aspect => Picture.Height > 0 ? (float)Picture.Width / Picture.Height : 4f / 3;

    /// <summary>Where the frame of a pane goes.</summary>
    public Rect PictureOf(int pane) => Layout.Panes[pane].Picture.Fit(Aspect);
}
