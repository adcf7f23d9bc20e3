using Silk.NET.Core.Contexts;
using Silk.NET.Maths;

namespace Silk.NET.Windowing;

/// <summary>Properties of anything that can be drawn to.</summary>
public interface IViewProperties
{
    bool ShouldSwapAutomatically { get; set; }

    Vector2D<int> Size { get; }

    double FramesPerSecond { get; set; }

    double UpdatesPerSecond { get; set; }

    GraphicsAPI API { get; }

    bool VSync { get; set; }
}

/// <summary>A surface with a life cycle: Initialize, then DoEvents / DoUpdate / DoRender until closed, then Reset.</summary>
public interface IView : IViewProperties, IGLContextSource, IDisposable
{
    event Action<Vector2D<int>>? Resize;

    event Action<Vector2D<int>>? FramebufferResize;

    event Action? Closing;

    event Action<bool>? FocusChanged;

    event Action? Load;

    event Action<double>? Update;

    event Action<double>? Render;

    nint Handle { get; }

    bool IsClosing { get; }

    double Time { get; }

    Vector2D<int> FramebufferSize { get; }

    bool IsInitialized { get; }

    void Initialize();

    void DoRender();

    void DoUpdate();

    void DoEvents();

    void Reset();

    void Close();

    void Run(Action onFrame);
}
