using Silk.NET.OpenGL;
using VlDistill.Demo.Graphics;
using VlDistill.Demo.Text;

namespace VlDistill.Demo.Overlay;

/// <summary>Draws a scene: background, one picture per pane, then all layers in one batch.</summary>
public sealed class ScenePainter(GL gl, SdfFont font, string shaderFolder) : IDisposable
{
    private readonly PicturePass pictures = new(gl, shaderFolder);
    private readonly Canvas canvas = new(gl, shaderFolder, font);
    private readonly IOverlayLayer[] layers = [new RegionLayer(), new CaptionLayer(), new ModelLayer(), new StatusLayer(), new HelpLayer()];

    public void Paint(RenderTarget target, in Scene scene)
    {
        target.Bind();
        gl.ClearColor(Theme.Background.R / 255f, Theme.Background.G / 255f, Theme.Background.B / 255f, 1);
        gl.Clear(ClearBufferMask.ColorBufferBit);
        for (int i = 0; i < scene.Panes.Count && scene.Picture.Width > 0; i++)
        {
            var pane = scene.Panes[i];
            pictures.Draw(target, scene.PictureOf(i), scene.Picture, pane.HeatTexture, pane.Colour, pane.HeatStrength);
        }

        canvas.Clear();
        foreach (var layer in layers) layer.Draw(canvas, scene);
        canvas.Flush(target);
    }

    public void Dispose()
    {
        canvas.Dispose();
        pictures.Dispose();
    }
}
