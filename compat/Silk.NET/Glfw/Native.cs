using System.Runtime.InteropServices;

namespace Silk.NET.Glfw;

/// <summary>The entry points of libglfw.so.3 that the windows and devices here call (GLFW 3.3 reference).</summary>
internal static unsafe partial class Native
{
    private const string Library = "libglfw.so.3";

    [LibraryImport(Library)]
    internal static partial int glfwInit();

    [LibraryImport(Library)]
    internal static partial int glfwGetError(byte** description);

    [LibraryImport(Library)]
    internal static partial void glfwDefaultWindowHints();

    [LibraryImport(Library)]
    internal static partial void glfwWindowHint(int hint, int value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint glfwCreateWindow(int width, int height, string title, nint monitor, nint share);

    [LibraryImport(Library)]
    internal static partial void glfwDestroyWindow(nint window);

    [LibraryImport(Library)]
    internal static partial int glfwWindowShouldClose(nint window);

    [LibraryImport(Library)]
    internal static partial void glfwSetWindowShouldClose(nint window, int value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void glfwSetWindowTitle(nint window, string title);

    [LibraryImport(Library)]
    internal static partial void glfwGetWindowPos(nint window, int* x, int* y);

    [LibraryImport(Library)]
    internal static partial void glfwSetWindowPos(nint window, int x, int y);

    [LibraryImport(Library)]
    internal static partial void glfwGetWindowSize(nint window, int* width, int* height);

    [LibraryImport(Library)]
    internal static partial void glfwSetWindowSize(nint window, int width, int height);

    [LibraryImport(Library)]
    internal static partial void glfwGetFramebufferSize(nint window, int* width, int* height);

    [LibraryImport(Library)]
    internal static partial void glfwShowWindow(nint window);

    [LibraryImport(Library)]
    internal static partial void glfwHideWindow(nint window);

    [LibraryImport(Library)]
    internal static partial void glfwIconifyWindow(nint window);

    [LibraryImport(Library)]
    internal static partial void glfwMaximizeWindow(nint window);

    [LibraryImport(Library)]
    internal static partial void glfwRestoreWindow(nint window);

    [LibraryImport(Library)]
    internal static partial void glfwSetWindowAttrib(nint window, int attribute, int value);

    [LibraryImport(Library)]
    internal static partial void glfwSetWindowMonitor(nint window, nint monitor, int x, int y, int width, int height, int refreshRate);

    [LibraryImport(Library)]
    internal static partial nint glfwGetPrimaryMonitor();

    [LibraryImport(Library)]
    internal static partial VideoMode* glfwGetVideoMode(nint monitor);

    [LibraryImport(Library)]
    internal static partial void glfwPollEvents();

    [LibraryImport(Library)]
    internal static partial void glfwMakeContextCurrent(nint window);

    [LibraryImport(Library)]
    internal static partial nint glfwGetCurrentContext();

    [LibraryImport(Library)]
    internal static partial void glfwSwapBuffers(nint window);

    [LibraryImport(Library)]
    internal static partial void glfwSwapInterval(int interval);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint glfwGetProcAddress(string name);

    [LibraryImport(Library)]
    internal static partial int glfwGetKey(nint window, int key);

    [LibraryImport(Library)]
    internal static partial int glfwGetMouseButton(nint window, int button);

    [LibraryImport(Library)]
    internal static partial void glfwGetCursorPos(nint window, double* x, double* y);

    [LibraryImport(Library)]
    internal static partial void glfwSetCursorPos(nint window, double x, double y);

    [LibraryImport(Library)]
    internal static partial nint glfwSetWindowSizeCallback(nint window, delegate* unmanaged[Cdecl]<nint, int, int, void> callback);

    [LibraryImport(Library)]
    internal static partial nint glfwSetFramebufferSizeCallback(nint window, delegate* unmanaged[Cdecl]<nint, int, int, void> callback);

    [LibraryImport(Library)]
    internal static partial nint glfwSetWindowFocusCallback(nint window, delegate* unmanaged[Cdecl]<nint, int, void> callback);

    [LibraryImport(Library)]
    internal static partial nint glfwSetDropCallback(nint window, delegate* unmanaged[Cdecl]<nint, int, byte**, void> callback);

    [LibraryImport(Library)]
    internal static partial nint glfwSetKeyCallback(nint window, delegate* unmanaged[Cdecl]<nint, int, int, int, int, void> callback);

    [LibraryImport(Library)]
    internal static partial nint glfwSetCharCallback(nint window, delegate* unmanaged[Cdecl]<nint, uint, void> callback);

    [LibraryImport(Library)]
    internal static partial nint glfwSetMouseButtonCallback(nint window, delegate* unmanaged[Cdecl]<nint, int, int, int, void> callback);

    [LibraryImport(Library)]
    internal static partial nint glfwSetCursorPosCallback(nint window, delegate* unmanaged[Cdecl]<nint, double, double, void> callback);

    [LibraryImport(Library)]
    internal static partial nint glfwSetScrollCallback(nint window, delegate* unmanaged[Cdecl]<nint, double, double, void> callback);

    [LibraryImport(Library)]
    internal static partial byte* glfwGetClipboardString(nint window);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void glfwSetClipboardString(nint window, string text);

    /// <summary>GLFWvidmode.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct VideoMode
    {
        internal int Width, Height, RedBits, GreenBits, BlueBits, RefreshRate;
    }
}
