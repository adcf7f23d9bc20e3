using Silk.NET.OpenGL;
using VlDistill.Demo.Graphics;
using VlDistill.Demo.Windowing;
using VlDistill.Diagnostics;

namespace VlDistill.Demo.Diagnostics;

/// <summary>One small operation in each native library the demo uses, with the answer checked.</summary>
public static class SelfTest
{
    public static IReadOnlyList<NativeCheck> Checks { get; } =
        [NativeCheck.PictureResize, NativeCheck.OnnxAdd, new("GL clear", ClearTarget)];

    private static string ClearTarget()
    {
        using var window = new DemoWindow("self-test", 64, 64, visible: false);
        using var target = new RenderTarget(window.Gl, 2, 2);
        target.Bind();
        window.Gl.ClearColor(1, 0, 0.2f, 1);
        window.Gl.Clear(ClearBufferMask.ColorBufferBit);
        byte[] pixels = new byte[16];
        target.Read(pixels);
        return pixels is [255, 0, 51, 255, ..]
            ? "ok, " + window.Gl.GetStringS(StringName.Renderer)
            : throw new UserException("OpenGL did not clear to the colour asked for; update the graphics driver");
    }
}
