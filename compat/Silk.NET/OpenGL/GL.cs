using Silk.NET.Core.Contexts;

namespace Silk.NET.OpenGL;

/// <summary>OpenGL 3.3 core, the calls that src/ makes; each call jumps straight through the driver's function pointer.</summary>
public sealed unsafe partial class GL : IDisposable
{
    private GL(INativeContext context) => Load(context);

    public static GL GetApi(IGLContextSource contextSource) =>
        GetApi(contextSource.GLContext ?? throw new InvalidOperationException("The window has no OpenGL context; initialise it first."));

    public static GL GetApi(IGLContext ctx) => new(ctx);

    public void Dispose()
    {
    }

    public void ClearColor(float red, float green, float blue, float alpha) => clearColor(red, green, blue, alpha);

    public void Clear(ClearBufferMask mask) => clear((uint)mask);

    public void Viewport(int x, int y, uint width, uint height) => viewport(x, y, (int)width, (int)height);

    public void Scissor(int x, int y, uint width, uint height) => scissor(x, y, (int)width, (int)height);

    public void Enable(EnableCap cap) => enable((uint)cap);

    public void Disable(EnableCap cap) => disable((uint)cap);

    public void BlendFuncSeparate(BlendingFactor sfactorRGB, BlendingFactor dfactorRGB, BlendingFactor sfactorAlpha, BlendingFactor dfactorAlpha) =>
        blendFuncSeparate((uint)sfactorRGB, (uint)dfactorRGB, (uint)sfactorAlpha, (uint)dfactorAlpha);

    public void DrawArrays(PrimitiveType mode, int first, uint count) => drawArrays((uint)mode, first, (int)count);

    public void DrawElements(PrimitiveType mode, uint count, DrawElementsType type, void* indices) =>
        drawElements((uint)mode, (int)count, (uint)type, indices);

    public void Flush() => flush();

    public void Finish() => finish();

    public GLEnum GetError() => (GLEnum)getError();

    public string GetStringS(StringName name) => Text(getString((uint)name));

    public void PixelStore(PixelStoreParameter pname, int param) => pixelStorei((uint)pname, param);

    public void ReadPixels(int x, int y, uint width, uint height, PixelFormat format, PixelType type, void* pixels) =>
        readPixels(x, y, (int)width, (int)height, (uint)format, (uint)type, pixels);

    private static string Text(byte* text) => System.Runtime.InteropServices.Marshal.PtrToStringUTF8((nint)text) ?? "";
}
