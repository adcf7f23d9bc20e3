using Silk.NET.OpenGL;
using VlDistill.Demo.Graphics;
using VlDistill.Demo.Text;
using VlDistill.Demo.Views;

namespace VlDistill.Demo.Overlay;

/// <summary>Draws a scene: background, the pictures with their heat, then all layers in one batch.</summary>
public sealed class ScenePainter(GL gl, SdfFont font, string shaderFolder) : IDisposable
{
    private readonly PicturePass pictures = new(gl, shaderFolder);
    private readonly Canvas canvas = new(gl, shaderFolder, font);
    private readonly HeatMap difference = new();
    private readonly Texture differenceHeat = new(gl, channels: 1);
    private readonly IOverlayLayer[] layers =
    [
        new RegionLayer(), new CaptionLayer(), new ModelLayer(), new CompareLayer(), new WordsLayer(), new AnswerLayer(), new DifferenceLayer(), new InspectorLayer(),
        new StrongestLayer(), new FindLayer(), new FiguresLayer(), new RelationsLayer(), new TagsLayer(), new HistoryLayer(), new StatusLayer(), new KeyBarLayer(), new ToastLayer(), new EntryLayer(), new HelpLayer(),
    ];

    public void Paint(RenderTarget target, in Scene scene)
    {
        target.Bind();
        gl.ClearColor(Theme.Background.R / 255f, Theme.Background.G / 255f, Theme.Background.B / 255f, 1);
        gl.Clear(ClearBufferMask.ColorBufferBit);
        if (scene.Picture.Width > 0) DrawPictures(target, scene);
        canvas.Clear();
        foreach (var layer in layers) layer.Draw(canvas, scene);
        canvas.Flush(target);
    }

    public void Dispose()
    {
        differenceHeat.Dispose();
        canvas.Dispose();
        pictures.Dispose();
    }

    private void DrawPictures(RenderTarget target, in Scene scene)
    {
        if (scene.View.View == View.Difference && scene.Panes.Count > 0)
        {
            DrawDifference(target, scene);
            return;
        }

        for (int i = 0; i < scene.Panes.Count; i++)
        {
            var pane = scene.Panes[i];
            pictures.Draw(target, scene.PictureOf(i), scene.Picture, pane.HeatTexture, pane.Ink);
        }
    }

    private void DrawDifference(RenderTarget target, in Scene scene)
    {
        bool compares = scene.Study.Right is not null && scene.Panes.Count > 1;
        if (compares)
        {
            difference.AimDifference(scene.Study.Difference, scene.Study.Left!.Perception.Regions);
            difference.Ease(0.25f);
            differenceHeat.Upload(difference.Pixels, HeatMap.Size, HeatMap.Size);
        }

        var other = scene.Panes[^1].Colour;
        pictures.Draw(
            target, scene.PictureOfDifference, scene.Picture, differenceHeat,
            new HeatInk(scene.Panes[0].Colour, other, HeatMap.Even / 255f, compares ? 1 : 0));
    }
}
