using Silk.NET.Maths;
using Silk.NET.OpenGL;
using Silk.NET.Windowing;

namespace VlDistill.Compat.SilkNet.Tests;

/// <summary>An invisible 64x48 window with a current GL 3.3 core context.</summary>
internal sealed class HiddenWindow : IDisposable
{
    public HiddenWindow()
    {
        Window = Silk.NET.Windowing.Window.Create(WindowOptions.Default with
        {
            IsVisible = false,
            Size = new Vector2D<int>(64, 48),
            VSync = false,
        });
        Window.Initialize();
        Gl = GL.GetApi(Window);
    }

    public IWindow Window { get; }

    public GL Gl { get; }

    public void Dispose()
    {
        Gl.Dispose();
        Window.Dispose();
    }
}
