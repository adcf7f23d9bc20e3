using Silk.NET.OpenGL;
using VlDistill.Demo.Graphics;
using VlDistill.Demo.Text;

namespace VlDistill.Demo.Overlay;

/// <summary>Collects boxes, outlines and text of one frame and draws them in order with one call; never allocates while drawing.</summary>
public sealed class Canvas : IDisposable
{
    private const int Capacity = 8000;
    private readonly GL gl;
    private readonly ShaderProgram program;
    private readonly QuadMesh mesh;
    private readonly Texture atlas;
    private readonly Vertex[] corners = new Vertex[Capacity * 4];
    private readonly int sizeUniform;
    private int used;

    public Canvas(GL gl, string shaderFolder, SdfFont font)
    {
        this.gl = gl;
        Font = font;
        program = new ShaderProgram(gl, shaderFolder, "overlay");
        mesh = new QuadMesh(gl, Capacity);
        atlas = new Texture(gl, channels: 1);
        atlas.Upload(font.Atlas, font.Metrics.AtlasWidth, font.Metrics.AtlasHeight);
        sizeUniform = program.Uniform("size");
        program.Use();
        gl.Uniform1(program.Uniform("atlas"), 0);
    }

    public SdfFont Font { get; }

    /// <summary>Forgets what was drawn so far.</summary>
    public void Clear() => used = 0;

    /// <summary>A filled box.</summary>
    public void Fill(Rect at, Rgba colour, float radius = 0) => Box(at, colour, radius, stroke: 0);

    /// <summary>An outline of the given width inside the box's edge.</summary>
    public void Outline(Rect at, Rgba colour, float stroke, float radius = 0) => Box(at, colour, radius, stroke);

    /// <summary>One line of text from a base line; returns its width.</summary>
    /// <param name="text">Characters the font lacks become '?'.</param>
    /// <param name="x">Left edge in pixels.</param>
    /// <param name="baseline">Base line in pixels.</param>
    /// <param name="size">Pixels per em.</param>
    /// <param name="colour">Ink.</param>
    /// <param name="weight">Extra thickness in pixels: 0 regular, about size / 40 semi-bold.</param>
    public float Text(ReadOnlySpan<char> text, float x, float baseline, float size, Rgba colour, float weight = 0)
    {
        var metrics = Font.Metrics;
        float pen = x, scale = size / metrics.Em, reach = 2 * metrics.Spread * scale;
        foreach (char character in text)
        {
            var glyph = Font.Glyph(character);
            if (glyph.Width > 0)
            {
                float left = pen + glyph.Left * size, top = baseline + glyph.Top * size;
                float u = (float)glyph.X / metrics.AtlasWidth, v = (float)glyph.Y / metrics.AtlasHeight;
                float right = u + (float)glyph.Width / metrics.AtlasWidth, bottom = v + (float)glyph.Height / metrics.AtlasHeight;
                Quad(
                    new Rect(left, top, glyph.Width * scale, glyph.Height * scale), new Rect(u, v, right - u, bottom - v),
                    reach, weight, 0, -1, colour.Packed);
            }

            pen += glyph.Advance * size;
        }

        return pen - x;
    }

    /// <summary>A line of text that ends at <paramref name="right"/>.</summary>
    public void TextRight(ReadOnlySpan<char> text, float right, float baseline, float size, Rgba colour, float weight = 0) =>
        Text(text, right - Font.Measure(text, size), baseline, size, colour, weight);

    /// <summary>A line of text that ends in an ellipsis where it would be wider than <paramref name="room"/>; returns its width.</summary>
    public float TextFit(ReadOnlySpan<char> text, float x, float baseline, float room, float size, Rgba colour, float weight = 0)
    {
        if (Font.Measure(text, size) <= room) return Text(text, x, baseline, size, colour, weight);
        float ellipsis = Font.Measure("…", size);
        int length = text.Length;
        while (length > 0 && Font.Measure(text[..length], size) + ellipsis > room) length--;
        if (length == 0) return 0;
        float width = Text(text[..length].TrimEnd(), x, baseline, size, colour, weight);
        return width + Text("…", x + width, baseline, size, colour, weight);
    }

    /// <summary>A line of text centred on <paramref name="x"/>.</summary>
    public void TextCentred(ReadOnlySpan<char> text, float x, float baseline, float size, Rgba colour, float weight = 0) =>
        Text(text, x - Font.Measure(text, size) / 2, baseline, size, colour, weight);

    /// <summary>A straight stroke with round ends.</summary>
    public void Line(float x1, float y1, float x2, float y2, float width, Rgba colour)
    {
        float dx = x2 - x1, dy = y2 - y1, length = MathF.Sqrt(dx * dx + dy * dy);
        if (length <= 0 || used + 4 > corners.Length) return;
        (dx, dy) = (dx / length, dy / length);
        float half = (length + width) / 2, side = width / 2, middleX = (x1 + x2) / 2, middleY = (y1 + y2) / 2;
        for (int corner = 0; corner < 4; corner++)
        {
            float along = (half + 1) * ((corner & 1) * 2 - 1), across = (side + 1) * ((corner >> 1) * 2 - 1);
            corners[used++] = new Vertex(
                middleX + along * dx - across * dy, middleY + along * dy + across * dx, along, across, half, side, side, 0, colour.Packed);
        }
    }

    /// <summary>Draws everything into the bound target.</summary>
    public void Flush(RenderTarget target)
    {
        gl.Enable(EnableCap.Blend);
        gl.BlendFuncSeparate(BlendingFactor.SrcAlpha, BlendingFactor.OneMinusSrcAlpha, BlendingFactor.One, BlendingFactor.OneMinusSrcAlpha);
        program.Use();
        // With whole numbers the integer overload would be chosen, which a vec2 refuses.
        gl.Uniform2(sizeUniform, (float)target.Width, (float)target.Height);
        atlas.Bind(TextureUnit.Texture0);
        mesh.Draw(corners.AsSpan(0, used));
        gl.Disable(EnableCap.Blend);
    }

    public void Dispose()
    {
        atlas.Dispose();
        mesh.Dispose();
        program.Dispose();
    }

    private void Box(Rect at, Rgba colour, float radius, float stroke)
    {
        // One pixel more on each side for the smooth edge.
        float halfWidth = at.Width / 2, halfHeight = at.Height / 2;
        Quad(
            at.Inset(-1), new Rect(-halfWidth - 1, -halfHeight - 1, at.Width + 2, at.Height + 2),
            halfWidth, halfHeight, Math.Min(radius, Math.Min(halfWidth, halfHeight)), stroke, colour.Packed);
    }

    private void Quad(Rect at, Rect local, float shapeX, float shapeY, float shapeZ, float shapeW, uint colour)
    {
        if (used + 4 > corners.Length) return;
        corners[used++] = new Vertex(at.X, at.Y, local.X, local.Y, shapeX, shapeY, shapeZ, shapeW, colour);
        corners[used++] = new Vertex(at.Right, at.Y, local.Right, local.Y, shapeX, shapeY, shapeZ, shapeW, colour);
        corners[used++] = new Vertex(at.X, at.Bottom, local.X, local.Bottom, shapeX, shapeY, shapeZ, shapeW, colour);
        corners[used++] = new Vertex(at.Right, at.Bottom, local.Right, local.Bottom, shapeX, shapeY, shapeZ, shapeW, colour);
    }
}
