using System.Numerics;
using System.Runtime.InteropServices;
using Silk.NET.Glfw;
using static Silk.NET.Glfw.Native;

namespace Silk.NET.Input;

/// <summary>One keyboard and one mouse, as GLFW sees them.</summary>
internal sealed class GlfwInputContext(GlfwWindow window) : IInputContext
{
    private IReadOnlyList<IKeyboard>? keyboards;
    private IReadOnlyList<IMouse>? mice;

    // Asked for in every frame: made once.
    public IReadOnlyList<IKeyboard> Keyboards => keyboards ??= [Keyboard];

    public IReadOnlyList<IMouse> Mice => mice ??= [Mouse];

    internal GlfwKeyboard Keyboard { get; } = new(window);

    internal GlfwMouse Mouse { get; } = new(window);

    public void Dispose() => window.Input = null;
}

internal sealed unsafe class GlfwKeyboard(GlfwWindow window) : IKeyboard
{
    public event Action<IKeyboard, Key, int>? KeyDown;

    public event Action<IKeyboard, Key, int>? KeyUp;

    public event Action<IKeyboard, char>? KeyChar;

    public string ClipboardText
    {
        get => Marshal.PtrToStringUTF8((nint)glfwGetClipboardString(window.Handle)) ?? "";
        set => glfwSetClipboardString(window.Handle, value);
    }

    public string Name => "Silk.NET Keyboard (via GLFW)";

    public int Index => 0;

    public bool IsConnected => true;

    public bool IsKeyPressed(Key key) => glfwGetKey(window.Handle, (int)key) == 1;

    // GLFW actions: 0 release, 1 press, 2 repeat; the real package ignores repeats.
    internal void Raise(int key, int scancode, int action)
    {
        if (action == 1) KeyDown?.Invoke(this, (Key)key, scancode);
        else if (action == 0) KeyUp?.Invoke(this, (Key)key, scancode);
    }

    internal void RaiseChar(uint codePoint) => KeyChar?.Invoke(this, (char)codePoint);
}

internal sealed unsafe class GlfwMouse(GlfwWindow window) : IMouse
{
    public event Action<IMouse, MouseButton>? MouseDown;

    public event Action<IMouse, MouseButton>? MouseUp;

    public event Action<IMouse, Vector2>? MouseMove;

    public event Action<IMouse, ScrollWheel>? Scroll;

    public string Name => "Silk.NET Mouse (via GLFW)";

    public int Index => 0;

    public bool IsConnected => true;

    public Vector2 Position
    {
        get
        {
            double x, y;
            glfwGetCursorPos(window.Handle, &x, &y);
            return new Vector2((float)x, (float)y);
        }

        set => glfwSetCursorPos(window.Handle, value.X, value.Y);
    }

    public bool IsButtonPressed(MouseButton btn) => glfwGetMouseButton(window.Handle, (int)btn) == 1;

    internal void RaiseButton(int button, int action)
    {
        if (action == 1) MouseDown?.Invoke(this, (MouseButton)button);
        else MouseUp?.Invoke(this, (MouseButton)button);
    }

    internal void RaiseMove(float x, float y) => MouseMove?.Invoke(this, new Vector2(x, y));

    internal void RaiseScroll(float x, float y) => Scroll?.Invoke(this, new ScrollWheel(x, y));
}
