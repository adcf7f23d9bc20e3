using Silk.NET.Glfw;

namespace Silk.NET.Windowing;

/// <summary>Makes windows.</summary>
public static class Window
{
    /// <summary>A window that opens when it is initialised.</summary>
    public static IWindow Create(WindowOptions options) => new GlfwWindow(options);
}

/// <summary>The loop and the context calls of a view.</summary>
public static class WindowExtensions
{
    public static void Run(this IView view)
    {
        view.Initialize();
        view.Run(() =>
        {
            view.DoEvents();
            if (!view.IsClosing) view.DoUpdate();
            if (!view.IsClosing) view.DoRender();
        });
        view.DoEvents();
        view.Reset();
    }

    public static void MakeCurrent(this IView view) => view.GLContext?.MakeCurrent();

    public static void ClearContext(this IView view) => view.GLContext?.Clear();

    public static void SwapBuffers(this IView view) => view.GLContext?.SwapBuffers();
}
