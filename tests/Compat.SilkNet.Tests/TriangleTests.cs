using Silk.NET.OpenGL;
using Xunit;

namespace VlDistill.Compat.SilkNet.Tests;

[Collection("display")]
public sealed unsafe class TriangleTests
{
    private const string Vertex = """
        #version 330 core
        layout(location = 0) in vec2 position;
        void main() { gl_Position = vec4(position, 0.0, 1.0); }
        """;

    private const string Fragment = """
        #version 330 core
        uniform vec4 tint;
        out vec4 colour;
        void main() { colour = tint; }
        """;

    [DisplayFact]
    public void DrawArrays_TriangleOverLowerLeftHalf_FillsThatHalfOnly()
    {
        using var hidden = new HiddenWindow();
        var gl = hidden.Gl;
        Target(gl, 32, 32);
        uint program = Program(gl, Vertex, Fragment);
        float[] corners = [-1, -1, 1, -1, -1, 1];
        gl.BindVertexArray(gl.GenVertexArray());
        gl.BindBuffer(BufferTargetARB.ArrayBuffer, gl.GenBuffer());
        fixed (float* data = corners)
            gl.BufferData(BufferTargetARB.ArrayBuffer, (nuint)(corners.Length * sizeof(float)), data, BufferUsageARB.StaticDraw);
        gl.EnableVertexAttribArray(0);
        gl.VertexAttribPointer(0, 2, VertexAttribPointerType.Float, false, 8, (void*)0);

        gl.ClearColor(0, 0, 1, 1);
        gl.Clear(ClearBufferMask.ColorBufferBit);
        gl.UseProgram(program);
        gl.Uniform4(gl.GetUniformLocation(program, "tint"), 1f, 0f, 0f, 1f);
        gl.DrawArrays(PrimitiveType.Triangles, 0, 3);

        Assert.Equal([255, 0, 0, 255], Pixel(gl, 4, 4));
        Assert.Equal([0, 0, 255, 255], Pixel(gl, 28, 28));
        Assert.Equal(GLEnum.NoError, gl.GetError());
    }

    [DisplayFact]
    public void CompileShader_BrokenSource_ReportsTheDriversLog()
    {
        using var hidden = new HiddenWindow();
        uint shader = hidden.Gl.CreateShader(ShaderType.FragmentShader);
        hidden.Gl.ShaderSource(shader, "#version 330 core\nvoid main() { nonsense; }");
        hidden.Gl.CompileShader(shader);

        Assert.Equal(0, hidden.Gl.GetShader(shader, ShaderParameterName.CompileStatus));
        Assert.Contains("nonsense", hidden.Gl.GetShaderInfoLog(shader), StringComparison.Ordinal);
    }

    [DisplayFact]
    public void TexSubImage2D_TwoByTwo_ReadsBackTheSameBytes()
    {
        using var hidden = new HiddenWindow();
        var gl = hidden.Gl;
        Target(gl, 2, 2);
        byte[] pixels = [1, 2, 3, 255, 4, 5, 6, 255, 7, 8, 9, 255, 10, 11, 12, 255];
        fixed (byte* data = pixels)
            gl.TexSubImage2D(TextureTarget.Texture2D, 0, 0, 0, 2, 2, PixelFormat.Rgba, PixelType.UnsignedByte, data);

        byte[] back = new byte[16];
        fixed (byte* data = back) gl.ReadPixels(0, 0, 2, 2, PixelFormat.Rgba, PixelType.UnsignedByte, data);

        Assert.Equal(pixels, back);
    }

    private static void Target(GL gl, uint width, uint height)
    {
        uint texture = gl.GenTexture();
        gl.BindTexture(TextureTarget.Texture2D, texture);
        gl.TexImage2D(TextureTarget.Texture2D, 0, InternalFormat.Rgba8, width, height, 0, PixelFormat.Rgba, PixelType.UnsignedByte, null);
        gl.BindFramebuffer(FramebufferTarget.Framebuffer, gl.GenFramebuffer());
        gl.FramebufferTexture2D(FramebufferTarget.Framebuffer, FramebufferAttachment.ColorAttachment0, TextureTarget.Texture2D, texture, 0);
        Assert.Equal(GLEnum.FramebufferComplete, gl.CheckFramebufferStatus(FramebufferTarget.Framebuffer));
        gl.Viewport(0, 0, width, height);
    }

    private static uint Program(GL gl, string vertex, string fragment)
    {
        uint program = gl.CreateProgram();
        foreach (var (type, source) in new[] { (ShaderType.VertexShader, vertex), (ShaderType.FragmentShader, fragment) })
        {
            uint shader = gl.CreateShader(type);
            gl.ShaderSource(shader, source);
            gl.CompileShader(shader);
            Assert.True(gl.GetShader(shader, ShaderParameterName.CompileStatus) != 0, gl.GetShaderInfoLog(shader));
            gl.AttachShader(program, shader);
            gl.DeleteShader(shader);
        }

        gl.LinkProgram(program);
        Assert.True(gl.GetProgram(program, ProgramPropertyARB.LinkStatus) != 0, gl.GetProgramInfoLog(program));
        return program;
    }

    private static byte[] Pixel(GL gl, int x, int y)
    {
        byte[] pixel = new byte[4];
        fixed (byte* data = pixel) gl.ReadPixels(x, y, 1, 1, PixelFormat.Rgba, PixelType.UnsignedByte, data);
        return pixel;
    }
}
