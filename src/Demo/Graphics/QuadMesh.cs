using System.Runtime.InteropServices;
using Silk.NET.OpenGL;

namespace VlDistill.Demo.Graphics;

/// <summary>One corner of an overlay quad; the layout of <c>overlay.vert</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct Vertex(float X, float Y, float LocalX, float LocalY, float ShapeX, float ShapeY, float ShapeZ, float ShapeW, uint Colour);

/// <summary>A stream of quads, refilled every frame and drawn with one call.</summary>
public sealed unsafe class QuadMesh : IDisposable
{
    private const int IndicesPerQuad = 6;
    private readonly GL gl;
    private readonly uint array;
    private readonly uint vertices;
    private readonly uint indices;
    private readonly int capacity;

    /// <param name="gl">The context.</param>
    /// <param name="capacity">Most quads in one draw.</param>
    public QuadMesh(GL gl, int capacity)
    {
        this.gl = gl;
        this.capacity = capacity;
        array = gl.GenVertexArray();
        gl.BindVertexArray(array);
        vertices = gl.GenBuffer();
        gl.BindBuffer(BufferTargetARB.ArrayBuffer, vertices);
        gl.BufferData(BufferTargetARB.ArrayBuffer, (nuint)(capacity * 4 * sizeof(Vertex)), null, BufferUsageARB.StreamDraw);
        indices = gl.GenBuffer();
        gl.BindBuffer(BufferTargetARB.ElementArrayBuffer, indices);
        fixed (uint* data = Pattern(capacity))
            gl.BufferData(BufferTargetARB.ElementArrayBuffer, (nuint)(capacity * IndicesPerQuad * sizeof(uint)), data, BufferUsageARB.StaticDraw);
        Attribute(0, 2, VertexAttribPointerType.Float, 0);
        Attribute(1, 2, VertexAttribPointerType.Float, 8);
        Attribute(2, 4, VertexAttribPointerType.Float, 16);
        Attribute(3, 4, VertexAttribPointerType.UnsignedByte, 32);
        gl.BindVertexArray(0);
    }

    /// <summary>Draws the quads, four corners each.</summary>
    public void Draw(ReadOnlySpan<Vertex> corners)
    {
        int quads = Math.Min(corners.Length / 4, capacity);
        if (quads == 0) return;
        gl.BindVertexArray(array);
        gl.BindBuffer(BufferTargetARB.ArrayBuffer, vertices);
        fixed (Vertex* data = corners)
            gl.BufferData(BufferTargetARB.ArrayBuffer, (nuint)(quads * 4 * sizeof(Vertex)), data, BufferUsageARB.StreamDraw);
        gl.DrawElements(PrimitiveType.Triangles, (uint)(quads * IndicesPerQuad), DrawElementsType.UnsignedInt, null);
        gl.BindVertexArray(0);
    }

    public void Dispose()
    {
        gl.DeleteVertexArray(array);
        gl.DeleteBuffer(vertices);
        gl.DeleteBuffer(indices);
    }

    private static uint[] Pattern(int quads)
    {
        uint[] pattern = new uint[quads * IndicesPerQuad];
        ReadOnlySpan<uint> corners = [0, 1, 2, 2, 1, 3];
        for (int i = 0; i < pattern.Length; i++) pattern[i] = (uint)(i / IndicesPerQuad * 4) + corners[i % IndicesPerQuad];
        return pattern;
    }

    private void Attribute(uint index, int size, VertexAttribPointerType type, int offset)
    {
        gl.EnableVertexAttribArray(index);
        gl.VertexAttribPointer(index, size, type, type == VertexAttribPointerType.UnsignedByte, (uint)sizeof(Vertex), (void*)offset);
    }
}
