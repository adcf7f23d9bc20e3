using Silk.NET.Maths;
using Silk.NET.OpenGL;
using Silk.NET.Windowing;

namespace VlDistill.Demo.Windowing;

/// <summary>The demo's window with a current GL 3.3 core context; hidden in headless runs.</summary>
/// <exception cref="UserException">There is no display, or it has no OpenGL 3.3.</exception>
public sealed class DemoWindow : IDisposable
{
    public DemoWindow(string title, int width, int height, bool visible)
    {
        try
        {
            Window = Silk.NET.Windowing.Window.Create(WindowOptions.Default with
            {
                Title = title,
                Size = new Vector2D<int>(width, height),
                IsVisible = visible,
                VSync = visible,
                ShouldSwapAutomatically = false,
            });
            Window.Initialize();
            Gl = GL.GetApi(Window);
        }
        catch (Exception e) when (e is not UserException)
        {
            throw new UserException($"cannot open a window with OpenGL 3.3 ({e.Message}); set DISPLAY or run under Xvfb (the launcher starts it itself)", e);
        }
    }

    public IWindow Window { get; }

    public GL Gl { get; }

    public bool IsFullscreen => Window.WindowState == WindowState.Fullscreen;

    public void ToggleFullscreen() => Window.WindowState = IsFullscreen ? WindowState.Normal : WindowState.Fullscreen;

    public void Dispose()
    {
        Gl.Dispose();
        Window.Dispose();
    }
}
