using System.Runtime.InteropServices;

namespace VlDistill.Demo.Vision;

/// <summary>Gives memory that ended models leave behind back to the system; glibc alone would keep most of it, threefold after a dozen swaps.</summary>
internal static partial class NativeMemory
{
    public static void GiveBack()
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            _ = Trim(0);
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library, which has other ways.
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int Trim(nint keep);
}
