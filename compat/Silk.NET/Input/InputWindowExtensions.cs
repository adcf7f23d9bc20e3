using Silk.NET.Glfw;
using Silk.NET.Windowing;

namespace Silk.NET.Input;

/// <summary>Opens the devices of a window.</summary>
public static class InputWindowExtensions
{
    /// <summary>The keyboard and mouse of an initialised view.</summary>
    public static IInputContext CreateInput(this IView view)
    {
        if (view is not GlfwWindow { IsInitialized: true } window)
            throw new NotSupportedException("Couldn't find a suitable input platform for this view.");
        return window.Input ??= new GlfwInputContext(window);
    }
}
