namespace Silk.NET.OpenGL;

public sealed unsafe partial class GL
{
    public uint GenBuffer() => One(genBuffers);

    public void DeleteBuffer(uint buffers) => deleteBuffers(1, &buffers);

    public void BindBuffer(BufferTargetARB target, uint buffer) => bindBuffer((uint)target, buffer);

    public void BufferData(BufferTargetARB target, nuint size, void* data, BufferUsageARB usage) =>
        bufferData((uint)target, (nint)size, data, (uint)usage);

    public void BufferSubData(BufferTargetARB target, nint offset, nuint size, void* data) =>
        bufferSubData((uint)target, offset, (nint)size, data);

    public void* MapBufferRange(BufferTargetARB target, nint offset, nuint length, MapBufferAccessMask access) =>
        mapBufferRange((uint)target, offset, (nint)length, (uint)access);

    public bool UnmapBuffer(BufferTargetARB target) => unmapBuffer((uint)target) != 0;

    public uint GenVertexArray() => One(genVertexArrays);

    public void DeleteVertexArray(uint arrays) => deleteVertexArrays(1, &arrays);

    public void BindVertexArray(uint array) => bindVertexArray(array);

    public void EnableVertexAttribArray(uint index) => enableVertexAttribArray(index);

    public void VertexAttribPointer(uint index, int size, VertexAttribPointerType type, bool normalized, uint stride, void* pointer) =>
        vertexAttribPointer(index, size, (uint)type, (byte)(normalized ? 1 : 0), (int)stride, pointer);

    private static uint One(delegate* unmanaged<int, uint*, void> generate)
    {
        uint name;
        generate(1, &name);
        return name;
    }
}
