using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace VlDistill.EndToEnd.Tests;

/// <summary>A file system of a given size, in memory; needs Linux and root.</summary>
public sealed class SmallDisk : IDisposable
{
    private readonly string folder;

    private SmallDisk(string folder) => this.folder = folder;

    /// <summary>Mounts it; the test is skipped where that is not allowed.</summary>
    public static SmallDisk Mount(string folder, long bytes)
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "a disk of its own size needs Linux and root");
        Directory.CreateDirectory(folder);
        var code = Run("mount", "-t", "tmpfs", "-o", $"size={bytes.ToString(CultureInfo.InvariantCulture)}", "tmpfs", folder);
        Skip.IfNot(code == 0, $"mounting a tmpfs is not allowed here (mount exited with {code})");
        return new SmallDisk(folder);
    }

    public void Dispose() => Run("umount", folder);

    private static int Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(program, arguments);
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (Win32Exception)
        {
            return 127; // as a shell says for a program that is not installed
        }
    }
}
