using System.Diagnostics;
using System.Runtime.InteropServices;
using Silk.NET.Core.Contexts;
using Silk.NET.Input;
using Silk.NET.Maths;
using Silk.NET.Windowing;
using static Silk.NET.Glfw.Native;

namespace Silk.NET.Glfw;

/// <summary>An <see cref="IWindow"/> over GLFW 3.3; it exists natively between Initialize and Reset.</summary>
internal sealed unsafe class GlfwWindow(WindowOptions options) : IWindow
{
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private WindowOptions options = options;
    private GlfwContext? context;
    private bool closingRaised;
    private double lastUpdate;
    private double lastRender;
    private Vector2D<int> windowedPosition;
    private Vector2D<int> windowedSize;

    public event Action<Vector2D<int>>? Resize;

    public event Action<Vector2D<int>>? FramebufferResize;

    public event Action? Closing;

    public event Action<bool>? FocusChanged;

    public event Action? Load;

    public event Action<double>? Update;

    public event Action<double>? Render;

    public event Action<string[]>? FileDrop;

    public event Action<WindowState>? StateChanged;

    public nint Handle { get; private set; }

    public IGLContext? GLContext => context;

    public bool IsInitialized => Handle != 0;

    public double Time => clock.Elapsed.TotalSeconds;

    public GraphicsAPI API => options.API;

    public bool ShouldSwapAutomatically
    {
        get => options.ShouldSwapAutomatically;
        set => options.ShouldSwapAutomatically = value;
    }

    public double FramesPerSecond
    {
        get => options.FramesPerSecond;
        set => options.FramesPerSecond = value;
    }

    public double UpdatesPerSecond
    {
        get => options.UpdatesPerSecond;
        set => options.UpdatesPerSecond = value;
    }

    public bool VSync
    {
        get => options.VSync;
        set
        {
            options.VSync = value;
            if (IsInitialized) glfwSwapInterval(value ? 1 : 0);
        }
    }

    public bool IsClosing
    {
        get => !IsInitialized || glfwWindowShouldClose(Handle) != 0;
        set => glfwSetWindowShouldClose(Handle, value ? 1 : 0);
    }

    public Vector2D<int> Size
    {
        get
        {
            if (!IsInitialized) return options.Size;
            int width, height;
            glfwGetWindowSize(Handle, &width, &height);
            return new Vector2D<int>(width, height);
        }

        set
        {
            options.Size = value;
            if (IsInitialized) glfwSetWindowSize(Handle, value.X, value.Y);
        }
    }

    public Vector2D<int> FramebufferSize
    {
        get
        {
            if (!IsInitialized) return options.Size;
            int width, height;
            glfwGetFramebufferSize(Handle, &width, &height);
            return new Vector2D<int>(width, height);
        }
    }

    public Vector2D<int> Position
    {
        get
        {
            if (!IsInitialized) return options.Position;
            int x, y;
            glfwGetWindowPos(Handle, &x, &y);
            return new Vector2D<int>(x, y);
        }

        set
        {
            options.Position = value;
            if (IsInitialized) glfwSetWindowPos(Handle, value.X, value.Y);
        }
    }

    public bool IsVisible
    {
        get => options.IsVisible;
        set
        {
            options.IsVisible = value;
            if (!IsInitialized) return;
            if (value) glfwShowWindow(Handle);
            else glfwHideWindow(Handle);
        }
    }

    public string Title
    {
        get => options.Title;
        set
        {
            options.Title = value;
            if (IsInitialized) glfwSetWindowTitle(Handle, value);
        }
    }

    public WindowBorder WindowBorder
    {
        get => options.WindowBorder;
        set
        {
            options.WindowBorder = value;
            if (!IsInitialized) return;
            glfwSetWindowAttrib(Handle, Hints.Decorated, value == WindowBorder.Hidden ? 0 : 1);
            glfwSetWindowAttrib(Handle, Hints.Resizable, value == WindowBorder.Resizable ? 1 : 0);
        }
    }

    public WindowState WindowState
    {
        get => options.WindowState;
        set
        {
            var previous = options.WindowState;
            options.WindowState = value;
            if (!IsInitialized || value == previous) return;
            if (previous == WindowState.Fullscreen)
                glfwSetWindowMonitor(Handle, 0, windowedPosition.X, windowedPosition.Y, windowedSize.X, windowedSize.Y, 0);
            ApplyState(value);
            StateChanged?.Invoke(value);
        }
    }

    /// <summary>The devices, once someone called CreateInput.</summary>
    internal GlfwInputContext? Input { get; set; }

    public void Initialize()
    {
        if (IsInitialized) return;
        if (glfwInit() == 0) throw new PlatformNotSupportedException("GLFW cannot start: " + LastError());
        glfwDefaultWindowHints();
        Hints.Apply(options);
        Handle = glfwCreateWindow(options.Size.X, options.Size.Y, options.Title, 0, 0);
        if (Handle == 0) throw new PlatformNotSupportedException("GLFW cannot open a window: " + LastError());
        GlfwCallbacks.Attach(this);
        context = new GlfwContext(Handle, this);
        context.MakeCurrent();
        glfwSwapInterval(options.VSync ? 1 : 0);
        if (options.IsVisible) Position = options.Position;
        ApplyState(options.WindowState);
        lastUpdate = lastRender = Time;
        Load?.Invoke();
    }

    public void Run(Action onFrame)
    {
        while (!IsClosing) onFrame();
    }

    public void DoEvents()
    {
        glfwPollEvents();
        if (!IsClosing || closingRaised) return;
        closingRaised = true;
        Closing?.Invoke();
    }

    public void DoUpdate()
    {
        double now = Time, delta = now - lastUpdate;
        if (UpdatesPerSecond > 0 && delta < 1 / UpdatesPerSecond) return;
        lastUpdate = now;
        Update?.Invoke(delta);
    }

    public void DoRender()
    {
        double now = Time, delta = now - lastRender;
        if (FramesPerSecond > 0 && delta < 1 / FramesPerSecond) return;
        lastRender = now;
        context?.MakeCurrent();
        Render?.Invoke(delta);
        if (ShouldSwapAutomatically) context?.SwapBuffers();
    }

    public void Close() => IsClosing = true;

    public void Reset()
    {
        if (!IsInitialized) return;
        context?.Dispose();
        context = null;
        GlfwCallbacks.Detach(Handle);
        glfwDestroyWindow(Handle);
        Handle = 0;
        closingRaised = false;
    }

    public void Dispose() => Reset();

    internal void RaiseResize(Vector2D<int> size) => Resize?.Invoke(size);

    internal void RaiseFramebufferResize(Vector2D<int> size) => FramebufferResize?.Invoke(size);

    internal void RaiseFocus(bool focused) => FocusChanged?.Invoke(focused);

    internal void RaiseDrop(string[] files) => FileDrop?.Invoke(files);

    private static string LastError()
    {
        byte* text;
        int code = glfwGetError(&text);
        return code == 0 ? "no reason given" : Marshal.PtrToStringUTF8((nint)text) ?? $"error 0x{code:x}";
    }

    private void ApplyState(WindowState state)
    {
        switch (state)
        {
            case WindowState.Normal: glfwRestoreWindow(Handle); break;
            case WindowState.Minimized: glfwIconifyWindow(Handle); break;
            case WindowState.Maximized: glfwMaximizeWindow(Handle); break;
            case WindowState.Fullscreen:
                (windowedPosition, windowedSize) = (Position, Size);
                nint monitor = glfwGetPrimaryMonitor();
                var mode = *glfwGetVideoMode(monitor);
                glfwSetWindowMonitor(Handle, monitor, 0, 0, mode.Width, mode.Height, mode.RefreshRate);
                break;
        }
    }
}
