using Silk.NET.OpenGL;

namespace VlDistill.Demo.Graphics;

/// <summary>An RGBA picture to draw into. Row 0 is the top row: drawing does not turn y over, showing on a window does.</summary>
public sealed class RenderTarget : IDisposable
{
    private readonly GL gl;
    private readonly Texture colour;
    private readonly uint framebuffer;

    public RenderTarget(GL gl, int width, int height)
    {
        this.gl = gl;
        colour = new Texture(gl, channels: 4);
        framebuffer = gl.GenFramebuffer();
        Resize(width, height);
    }

    public int Width => colour.Width;

    public int Height => colour.Height;

    public void Resize(int width, int height)
    {
        colour.Resize(Math.Max(1, width), Math.Max(1, height));
        gl.BindFramebuffer(FramebufferTarget.Framebuffer, framebuffer);
        gl.FramebufferTexture2D(FramebufferTarget.Framebuffer, FramebufferAttachment.ColorAttachment0, TextureTarget.Texture2D, colour.Handle, 0);
        var status = gl.CheckFramebufferStatus(FramebufferTarget.Framebuffer);
        if (status != GLEnum.FramebufferComplete) throw new InvalidOperationException($"render target {width}x{height}: {status}");
    }

    /// <summary>Makes this the place that draws go to.</summary>
    public void Bind()
    {
        gl.BindFramebuffer(FramebufferTarget.Framebuffer, framebuffer);
        gl.Viewport(0, 0, (uint)Width, (uint)Height);
    }

    /// <summary>Copies the picture to the window, upright.</summary>
    public void Show(int windowWidth, int windowHeight)
    {
        gl.BindFramebuffer(FramebufferTarget.ReadFramebuffer, framebuffer);
        gl.BindFramebuffer(FramebufferTarget.DrawFramebuffer, 0);
        gl.BlitFramebuffer(
            0, 0, Width, Height, 0, windowHeight, windowWidth, 0, ClearBufferMask.ColorBufferBit,
            Width == windowWidth && Height == windowHeight ? BlitFramebufferFilter.Nearest : BlitFramebufferFilter.Linear);
    }

    /// <summary>Reads all pixels now, RGBA, rows top to bottom; waits for the driver.</summary>
    public unsafe void Read(Span<byte> pixels)
    {
        if (pixels.Length < Width * Height * 4) throw new ArgumentException("fewer bytes than pixels", nameof(pixels));
        gl.BindFramebuffer(FramebufferTarget.ReadFramebuffer, framebuffer);
        gl.PixelStore(PixelStoreParameter.PackAlignment, 1);
        fixed (byte* data = pixels)
            gl.ReadPixels(0, 0, (uint)Width, (uint)Height, PixelFormat.Rgba, PixelType.UnsignedByte, data);
    }

    public void Dispose()
    {
        gl.DeleteFramebuffer(framebuffer);
        colour.Dispose();
    }
}
