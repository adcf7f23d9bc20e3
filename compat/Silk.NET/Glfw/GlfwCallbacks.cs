using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Silk.NET.Maths;
using static Silk.NET.Glfw.Native;

namespace Silk.NET.Glfw;

/// <summary>Routes GLFW's callbacks to the window they belong to. They fire inside glfwPollEvents, on the window's thread.</summary>
internal static unsafe class GlfwCallbacks
{
    private static readonly Dictionary<nint, GlfwWindow> Windows = [];

    internal static void Attach(GlfwWindow window)
    {
        nint handle = window.Handle;
        Windows[handle] = window;
        glfwSetWindowSizeCallback(handle, &OnSize);
        glfwSetFramebufferSizeCallback(handle, &OnFramebufferSize);
        glfwSetWindowFocusCallback(handle, &OnFocus);
        glfwSetDropCallback(handle, &OnDrop);
        glfwSetKeyCallback(handle, &OnKey);
        glfwSetCharCallback(handle, &OnChar);
        glfwSetMouseButtonCallback(handle, &OnMouseButton);
        glfwSetCursorPosCallback(handle, &OnCursor);
        glfwSetScrollCallback(handle, &OnScroll);
    }

    internal static void Detach(nint handle) => Windows.Remove(handle);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnSize(nint window, int width, int height) => Windows[window].RaiseResize(new Vector2D<int>(width, height));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnFramebufferSize(nint window, int width, int height) =>
        Windows[window].RaiseFramebufferResize(new Vector2D<int>(width, height));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnFocus(nint window, int focused) => Windows[window].RaiseFocus(focused != 0);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnDrop(nint window, int count, byte** paths)
    {
        var files = new string[count];
        for (int i = 0; i < count; i++) files[i] = Marshal.PtrToStringUTF8((nint)paths[i]) ?? "";
        Windows[window].RaiseDrop(files);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnKey(nint window, int key, int scancode, int action, int modifiers) =>
        Windows[window].Input?.Keyboard.Raise(key, scancode, action);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnChar(nint window, uint codePoint) => Windows[window].Input?.Keyboard.RaiseChar(codePoint);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnMouseButton(nint window, int button, int action, int modifiers) =>
        Windows[window].Input?.Mouse.RaiseButton(button, action);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnCursor(nint window, double x, double y) => Windows[window].Input?.Mouse.RaiseMove((float)x, (float)y);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnScroll(nint window, double x, double y) => Windows[window].Input?.Mouse.RaiseScroll((float)x, (float)y);
}
