using System.Runtime.InteropServices;

namespace VlDistill.Demo.Vision;

/// <summary>Lets the lanes of further models stand back: drawing and the first model come first where cores are few.</summary>
internal static partial class LanePriority
{
    private const int ThisThread = 0;
    private const int Niceness = 10;

    /// <summary>Lowers the calling thread, and the threads it starts.</summary>
    public static void StandBack()
    {
        Thread.CurrentThread.Priority = ThreadPriority.BelowNormal;
        // .NET leaves priorities alone on Linux, where each thread has a niceness of its own. A refusal costs speed only.
        if (OperatingSystem.IsLinux()) _ = SetPriority(which: 0, ThisThread, Niceness);
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int who, int priority);
}
