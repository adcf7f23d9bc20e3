using VlDistill.Demo.Graphics;
using VlDistill.Demo.Views;
using VlDistill.Demo.Vision;
using VlDistill.Regions;

namespace VlDistill.Demo.Overlay;

/// <summary>Everything the layers draw from in one frame.</summary>
/// <param name="Layout">Places.</param>
/// <param name="Panes">One per model of the view, left to right.</param>
/// <param name="Picture">The latest frame.</param>
/// <param name="FrameTime">When that frame was captured.</param>
/// <param name="Vision">Boxes and figures.</param>
/// <param name="Hud">Figures.</param>
/// <param name="View">What the user chose to see.</param>
/// <param name="Study">What difference view and inspector show.</param>
/// <param name="Graph">The relations between things.</param>
/// <param name="Hits">Takes the places that can be clicked.</param>
/// <param name="Now">The program's clock.</param>
public readonly record struct Scene(
    Layout Layout,
    IReadOnlyList<Pane> Panes,
    Texture Picture,
    TimeSpan FrameTime,
    IVisionStage Vision,
    Hud Hud,
    ViewState View,
    Study Study,
    RelationGraph Graph,
    HitMap Hits,
    TimeSpan Now)
{
    public float Scale => Layout.Scale;

    /// <summary>The detector's classes.</summary>
    public IReadOnlyList<string> Labels => Vision.Labels;

    /// <summary>True in the difference view and the inspector, which show one frame of both models.</summary>
    public bool Studies => View.View is Views.View.Difference or Views.View.Inspector;

    /// <summary>Width over height of the frame.</summary>
    public float Aspect => Picture.Height > 0 ? (float)Picture.Width / Picture.Height : 4f / 3;

    /// <summary>Where the frame of a pane goes.</summary>
    public Rect PictureOf(int pane) => Layout.Panes[pane].Picture.Fit(Aspect);

    /// <summary>Where the difference view's frame goes.</summary>
    public Rect PictureOfDifference => Layout.Picture.Fit(Aspect);

    /// <summary>The regions that a pane's words look at; null before the first word.</summary>
    public RegionSet? RegionsOf(int pane) => (Studies ? Study.Left : Panes[pane].Presenter.Shown)?.Perception.Regions;

    /// <summary>True where a target is under the mouse.</summary>
    public bool Hovers(HitTarget target) => Hits.IsHovered(target);
}
