namespace Silk.NET.Core.Contexts;

/// <summary>Finds entry points of a native library by name.</summary>
public interface INativeContext : IDisposable
{
    nint GetProcAddress(string proc, int? slot = null);

    bool TryGetProcAddress(string proc, out nint addr, int? slot = null);
}

/// <summary>An OpenGL context bound to a window.</summary>
public interface IGLContext : INativeContext
{
    nint Handle { get; }

    IGLContextSource? Source { get; }

    bool IsCurrent { get; }

    void SwapInterval(int interval);

    void SwapBuffers();

    void MakeCurrent();

    void Clear();
}

/// <summary>Anything that owns an OpenGL context.</summary>
public interface IGLContextSource
{
    IGLContext? GLContext { get; }
}
