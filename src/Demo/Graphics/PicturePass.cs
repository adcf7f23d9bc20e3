using Silk.NET.OpenGL;
using VlDistill.Demo.Overlay;

namespace VlDistill.Demo.Graphics;

/// <summary>Colours of a heat map; with <paramref name="Even"/> above 0 values below it take <paramref name="Against"/>.</summary>
/// <param name="Tint">The model's colour.</param>
/// <param name="Against">The other model's colour.</param>
/// <param name="Even">Value in [0, 1] that stands for no difference; 0 for one model's attention.</param>
/// <param name="Strength">0 none to 1 full.</param>
public readonly record struct HeatInk(Rgba Tint, Rgba Against, float Even, float Strength);

/// <summary>Draws the frame with the attention of one word as a spotlight (<c>picture.vert|frag</c>).</summary>
public sealed class PicturePass : IDisposable
{
    private readonly GL gl;
    private readonly ShaderProgram program;
    private readonly uint array;
    private readonly int place;
    private readonly int tint;
    private readonly int against;
    private readonly int even;
    private readonly int strength;

    public PicturePass(GL gl, string shaderFolder)
    {
        this.gl = gl;
        program = new ShaderProgram(gl, shaderFolder, "picture");
        array = gl.GenVertexArray();
        (place, tint, against) = (program.Uniform("place"), program.Uniform("tint"), program.Uniform("against"));
        (even, strength) = (program.Uniform("even"), program.Uniform("strength"));
        program.Use();
        gl.Uniform1(program.Uniform("picture"), 0);
        gl.Uniform1(program.Uniform("heat"), 1);
    }

    /// <summary>Fills <paramref name="at"/> (pixels of <paramref name="target"/>).</summary>
    /// <param name="target">Bound render target.</param>
    /// <param name="at">Where the frame goes.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="heat">Attention, one channel.</param>
    /// <param name="ink">How to colour it.</param>
    public void Draw(RenderTarget target, Rect at, Texture frame, Texture heat, in HeatInk ink)
    {
        program.Use();
        frame.Bind(TextureUnit.Texture0);
        heat.Bind(TextureUnit.Texture1);
        gl.Uniform4(
            place, at.X / target.Width * 2 - 1, at.Y / target.Height * 2 - 1, at.Right / target.Width * 2 - 1, at.Bottom / target.Height * 2 - 1);
        gl.Uniform3(tint, ink.Tint.R / 255f, ink.Tint.G / 255f, ink.Tint.B / 255f);
        gl.Uniform3(against, ink.Against.R / 255f, ink.Against.G / 255f, ink.Against.B / 255f);
        gl.Uniform1(even, ink.Even);
        gl.Uniform1(strength, ink.Strength);
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
