using Silk.NET.Maths;

namespace Silk.NET.Windowing;

/// <summary>Properties of a desktop window.</summary>
public interface IWindowProperties : IViewProperties
{
    bool IsVisible { get; set; }

    Vector2D<int> Position { get; set; }

    new Vector2D<int> Size { get; set; }

    string Title { get; set; }

    WindowState WindowState { get; set; }

    WindowBorder WindowBorder { get; set; }
}

/// <summary>A desktop window.</summary>
public interface IWindow : IView, IWindowProperties
{
    event Action<string[]>? FileDrop;

    event Action<WindowState>? StateChanged;

    new bool IsClosing { get; set; }
}
