using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.OnnxRuntime;

/// <summary>
/// The native library reports usage to its maker unless this variable is set before it starts. The managed sources set it
/// through .NET, whose copy of the environment native code on Linux never sees.
/// </summary>
internal static class TelemetryOff
{
    [ModuleInitializer]
    internal static void Set()
    {
        if (!OperatingSystem.IsWindows()) setenv("ORT_DISABLE_TELEMETRY", "1", 0);
    }

    [DllImport("libc", CharSet = CharSet.Ansi, BestFitMapping = false)]
    private static extern int setenv(string name, string value, int overwrite);
}
