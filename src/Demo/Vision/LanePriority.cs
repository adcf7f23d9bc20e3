using System.Runtime.InteropServices;

namespace VlDistill.Demo.Vision;

/// <summary>Lets the lanes of further models stand back: drawing and the first model come first where cores are few.</summary>
internal static partial class LanePriority
{
    private const int Steps = 10;

    /// <summary>Lowers the calling thread, and the threads it starts.</summary>
    public static void StandBack()
    {
        Thread.CurrentThread.Priority = ThreadPriority.BelowNormal;
        // .NET leaves priorities alone on Linux, where each thread has a niceness of its own. A refusal costs speed only.
        if (OperatingSystem.IsLinux()) _ = Nice(Steps);
    }

    [LibraryImport("libc", EntryPoint = "nice")]
    private static partial int Nice(int steps);
}
