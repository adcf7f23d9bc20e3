using Silk.NET.OpenGL;
using VlDistill.Demo.Overlay;

namespace VlDistill.Demo.Graphics;

/// <summary>Draws the frame with the attention of one word as a spotlight (<c>picture.vert|frag</c>).</summary>
public sealed class PicturePass : IDisposable
{
    private readonly GL gl;
    private readonly ShaderProgram program;
    private readonly uint array;
    private readonly int place;
    private readonly int tint;
    private readonly int strength;

    public PicturePass(GL gl, string shaderFolder)
    {
        this.gl = gl;
        program = new ShaderProgram(gl, shaderFolder, "picture");
        array = gl.GenVertexArray();
        (place, tint, strength) = (program.Uniform("place"), program.Uniform("tint"), program.Uniform("strength"));
        program.Use();
        gl.Uniform1(program.Uniform("picture"), 0);
        gl.Uniform1(program.Uniform("heat"), 1);
    }

    /// <summary>Fills <paramref name="at"/> (pixels of <paramref name="target"/>).</summary>
    /// <param name="target">Bound render target.</param>
    /// <param name="at">Where the frame goes.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="heat">Attention, one channel.</param>
    /// <param name="colour">The model's colour.</param>
    /// <param name="heatStrength">0 none to 1 full.</param>
    public void Draw(RenderTarget target, Rect at, Texture frame, Texture heat, Rgba colour, float heatStrength)
    {
        program.Use();
        frame.Bind(TextureUnit.Texture0);
        heat.Bind(TextureUnit.Texture1);
        gl.Uniform4(
            place, at.X / target.Width * 2 - 1, at.Y / target.Height * 2 - 1, at.Right / target.Width * 2 - 1, at.Bottom / target.Height * 2 - 1);
        gl.Uniform3(tint, colour.R / 255f, colour.G / 255f, colour.B / 255f);
        gl.Uniform1(strength, heatStrength);
        gl.BindVertexArray(array);
        gl.DrawArrays(PrimitiveType.TriangleStrip, 0, 4);
        gl.BindVertexArray(0);
    }

    public void Dispose()
    {
        gl.DeleteVertexArray(array);
        program.Dispose();
    }
}
