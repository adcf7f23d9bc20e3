using Silk.NET.Core.Contexts;
using Silk.NET.Core.Loader;
using static Silk.NET.Glfw.Native;

namespace Silk.NET.Glfw;

/// <summary>The OpenGL context that GLFW made together with a window.</summary>
internal sealed class GlfwContext(nint window, IGLContextSource source) : IGLContext
{
    public nint Handle => window;

    public IGLContextSource? Source => source;

    public bool IsCurrent => glfwGetCurrentContext() == window;

    public nint GetProcAddress(string proc, int? slot = null) =>
        TryGetProcAddress(proc, out nint address, slot) ? address : throw new SymbolLoadingException(proc);

    public bool TryGetProcAddress(string proc, out nint addr, int? slot = null) => (addr = glfwGetProcAddress(proc)) != 0;

    public void SwapInterval(int interval) => glfwSwapInterval(interval);

    public void SwapBuffers() => glfwSwapBuffers(window);

    public void MakeCurrent() => glfwMakeContextCurrent(window);

    public void Clear() => glfwMakeContextCurrent(0);

    public void Dispose()
    {
        if (IsCurrent) Clear();
    }
}
