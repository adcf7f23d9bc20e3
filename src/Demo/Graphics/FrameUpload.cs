using Silk.NET.OpenGL;
using VlDistill.Frames;

namespace VlDistill.Demo.Graphics;

/// <summary>Brings frames into a texture through two pixel buffers in turn: while the driver still copies from one, the next frame goes into the other.</summary>
public sealed unsafe class FrameUpload : IDisposable
{
    private readonly GL gl;
    private readonly uint[] buffers;
    private int turn;

    public FrameUpload(GL gl)
    {
        this.gl = gl;
        buffers = [gl.GenBuffer(), gl.GenBuffer()];
    }

    /// <summary>Replaces the texture's content by the frame; does not wait for the driver.</summary>
    /// <param name="frame">RGB, rows top to bottom.</param>
    /// <param name="texture">Of three channels.</param>
    public void Into(Texture texture, Frame frame)
    {
        int bytes = frame.Width * frame.Height * 3;
        texture.Resize(frame.Width, frame.Height);
        gl.BindBuffer(BufferTargetARB.PixelUnpackBuffer, buffers[turn ^= 1]);
        // New storage each time: the driver keeps the old one for as long as it copies.
        gl.BufferData(BufferTargetARB.PixelUnpackBuffer, (nuint)bytes, null, BufferUsageARB.StreamDraw);
        void* target = gl.MapBufferRange(
            BufferTargetARB.PixelUnpackBuffer, 0, (nuint)bytes, MapBufferAccessMask.WriteBit | MapBufferAccessMask.InvalidateBufferBit);
        bool mapped = target != null;
        if (mapped)
        {
            frame.Pixels.AsSpan(0, bytes).CopyTo(new Span<byte>(target, bytes));
            mapped = gl.UnmapBuffer(BufferTargetARB.PixelUnpackBuffer);
            if (mapped) texture.TakeFromBuffer(frame.Width, frame.Height);
        }

        gl.BindBuffer(BufferTargetARB.PixelUnpackBuffer, 0);
        if (!mapped) texture.Upload(frame.Pixels, frame.Width, frame.Height);
    }

    public void Dispose()
    {
        foreach (uint buffer in buffers) gl.DeleteBuffer(buffer);
    }
}
