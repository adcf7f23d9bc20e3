using Silk.NET.OpenGL;

namespace VlDistill.Demo.Graphics;

/// <summary>Reads a target back through two pixel buffers: what one call requests the next call delivers, so the driver is never waited for.</summary>
public sealed unsafe class PixelReader : IDisposable
{
    private readonly GL gl;
    private readonly uint[] buffers;
    private readonly int length;
    private int requested;

    public PixelReader(GL gl, int width, int height)
    {
        this.gl = gl;
        length = width * height * 4;
        Size = (width, height);
        buffers = [gl.GenBuffer(), gl.GenBuffer()];
        foreach (uint buffer in buffers)
        {
            gl.BindBuffer(BufferTargetARB.PixelPackBuffer, buffer);
            gl.BufferData(BufferTargetARB.PixelPackBuffer, (nuint)length, null, BufferUsageARB.StreamRead);
        }

        gl.BindBuffer(BufferTargetARB.PixelPackBuffer, 0);
    }

    /// <summary>The size it was made for.</summary>
    public (int Width, int Height) Size { get; }

    /// <summary>Requests the bound target's pixels and copies the ones requested before into <paramref name="previous"/> (RGBA, row 0 first).</summary>
    /// <returns>False on the first call, when nothing was requested yet.</returns>
    public bool Exchange(int width, int height, Span<byte> previous)
    {
        if ((width, height) != Size) throw new ArgumentException("the target changed its size", nameof(width));
        gl.PixelStore(PixelStoreParameter.PackAlignment, 1);
        gl.BindBuffer(BufferTargetARB.PixelPackBuffer, buffers[requested & 1]);
        gl.ReadPixels(0, 0, (uint)width, (uint)height, PixelFormat.Rgba, PixelType.UnsignedByte, null);
        bool delivered = requested++ > 0 && Deliver(buffers[requested & 1], previous);
        gl.BindBuffer(BufferTargetARB.PixelPackBuffer, 0);
        return delivered;
    }

    public void Dispose()
    {
        foreach (uint buffer in buffers) gl.DeleteBuffer(buffer);
    }

    private bool Deliver(uint buffer, Span<byte> target)
    {
        gl.BindBuffer(BufferTargetARB.PixelPackBuffer, buffer);
        void* data = gl.MapBufferRange(BufferTargetARB.PixelPackBuffer, 0, (nuint)length, MapBufferAccessMask.ReadBit);
        if (data == null) return false;
        new ReadOnlySpan<byte>(data, length).CopyTo(target);
        gl.UnmapBuffer(BufferTargetARB.PixelPackBuffer);
        return true;
    }
}
