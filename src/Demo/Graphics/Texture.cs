using Silk.NET.OpenGL;

namespace VlDistill.Demo.Graphics;

/// <summary>A two-dimensional texture of bytes, sampled linearly, clamped at its edges.</summary>
/// <param name="channels">1 (red), 3 (RGB) or 4 (RGBA).</param>
public sealed unsafe class Texture : IDisposable
{
    private readonly GL gl;
    private readonly PixelFormat format;
    private readonly InternalFormat storage;
    private readonly int channels;

    public Texture(GL gl, int channels)
    {
        this.gl = gl;
        this.channels = channels;
        (format, storage) = channels switch
        {
            1 => (PixelFormat.Red, InternalFormat.R8),
            3 => (PixelFormat.Rgb, InternalFormat.Rgb8),
            _ => (PixelFormat.Rgba, InternalFormat.Rgba8),
        };
        Handle = gl.GenTexture();
        gl.BindTexture(TextureTarget.Texture2D, Handle);
        gl.TexParameter(TextureTarget.Texture2D, TextureParameterName.TextureMinFilter, (int)TextureMinFilter.Linear);
        gl.TexParameter(TextureTarget.Texture2D, TextureParameterName.TextureMagFilter, (int)TextureMagFilter.Linear);
        gl.TexParameter(TextureTarget.Texture2D, TextureParameterName.TextureWrapS, (int)TextureWrapMode.ClampToEdge);
        gl.TexParameter(TextureTarget.Texture2D, TextureParameterName.TextureWrapT, (int)TextureWrapMode.ClampToEdge);
    }

    public uint Handle { get; }

    public int Width { get; private set; }

    public int Height { get; private set; }

    /// <summary>Allocates storage when the size changed; the content is undefined afterwards.</summary>
    public void Resize(int width, int height)
    {
        if (width == Width && height == Height) return;
        (Width, Height) = (width, height);
        gl.BindTexture(TextureTarget.Texture2D, Handle);
        gl.TexImage2D(TextureTarget.Texture2D, 0, storage, (uint)width, (uint)height, 0, format, PixelType.UnsignedByte, null);
    }

    /// <summary>Replaces the whole content; <paramref name="pixels"/> holds at least width × height × channels bytes, rows top to bottom.</summary>
    public void Upload(ReadOnlySpan<byte> pixels, int width, int height)
    {
        if (pixels.Length < width * height * channels) throw new ArgumentException("fewer pixels than the size needs", nameof(pixels));
        Resize(width, height);
        gl.BindTexture(TextureTarget.Texture2D, Handle);
        gl.PixelStore(PixelStoreParameter.UnpackAlignment, 1);
        fixed (byte* data = pixels)
            gl.TexSubImage2D(TextureTarget.Texture2D, 0, 0, 0, (uint)width, (uint)height, format, PixelType.UnsignedByte, data);
    }

    /// <summary>Replaces the whole content by that of the bound unpack buffer.</summary>
    public void TakeFromBuffer(int width, int height)
    {
        // Storage is allocated with no source at all, not from the buffer.
        if (width != Width || height != Height) throw new InvalidOperationException("resize the texture before binding the buffer");
        gl.BindTexture(TextureTarget.Texture2D, Handle);
        gl.PixelStore(PixelStoreParameter.UnpackAlignment, 1);
        gl.TexSubImage2D(TextureTarget.Texture2D, 0, 0, 0, (uint)width, (uint)height, format, PixelType.UnsignedByte, null);
    }

    public void Bind(TextureUnit unit)
    {
        gl.ActiveTexture(unit);
        gl.BindTexture(TextureTarget.Texture2D, Handle);
        gl.ActiveTexture(TextureUnit.Texture0);
    }

    public void Dispose() => gl.DeleteTexture(Handle);
}
