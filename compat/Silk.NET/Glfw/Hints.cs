using Silk.NET.Windowing;
using static Silk.NET.Glfw.Native;

namespace Silk.NET.Glfw;

/// <summary>GLFW's window hints (GLFW/glfw3.h) and how window options map to them.</summary>
internal static class Hints
{
    internal const int Resizable = 0x00020003;
    internal const int Decorated = 0x00020005;
    private const int Visible = 0x00020004;
    private const int ClientApi = 0x00022001;
    private const int VersionMajor = 0x00022002;
    private const int VersionMinor = 0x00022003;
    private const int ForwardCompatible = 0x00022006;
    private const int DebugContext = 0x00022007;
    private const int Profile = 0x00022008;
    private const int NoApi = 0;
    private const int OpenGl = 0x00030001;
    private const int OpenGlEs = 0x00030002;
    private const int CoreProfile = 0x00032001;
    private const int CompatibilityProfile = 0x00032002;

    internal static void Apply(WindowOptions options)
    {
        var api = options.API;
        glfwWindowHint(ClientApi, api.API switch { ContextAPI.OpenGL => OpenGl, ContextAPI.OpenGLES => OpenGlEs, _ => NoApi });
        glfwWindowHint(VersionMajor, api.Version.MajorVersion);
        glfwWindowHint(VersionMinor, api.Version.MinorVersion);
        if (api.API == ContextAPI.OpenGL)
            glfwWindowHint(Profile, api.Profile == ContextProfile.Core ? CoreProfile : CompatibilityProfile);
        glfwWindowHint(ForwardCompatible, api.Flags.HasFlag(ContextFlags.ForwardCompatible) ? 1 : 0);
        glfwWindowHint(DebugContext, api.Flags.HasFlag(ContextFlags.Debug) ? 1 : 0);
        glfwWindowHint(Visible, options.IsVisible ? 1 : 0);
        glfwWindowHint(Resizable, options.WindowBorder == WindowBorder.Resizable ? 1 : 0);
        glfwWindowHint(Decorated, options.WindowBorder == WindowBorder.Hidden ? 0 : 1);
    }
}
