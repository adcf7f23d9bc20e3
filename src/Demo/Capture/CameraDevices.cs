namespace VlDistill.Demo.Capture;

/// <summary>Linux's device nodes of cameras: which there are, what they are called, and why one does not open.</summary>
/// <param name="dev">Folder of the device nodes; tests give their own, as for the two others.</param>
/// <param name="sys">Folder that tells the nodes' names.</param>
/// <param name="proc">Folder that tells who holds a node open.</param>
public sealed class CameraDevices(string dev = "/dev", string sys = "/sys/class/video4linux", string proc = "/proc")
{
    private const string Prefix = "video";

    /// <summary>Numbers of the nodes in rising order; webcams often have a second one that gives no pictures.</summary>
    public IReadOnlyList<int> Indices() => !Directory.Exists(dev) ? [] :
        [.. from path in Directory.EnumerateFiles(dev, Prefix + "*")
            let digits = Path.GetFileName(path)[Prefix.Length..]
            where digits.Length is > 0 and < 5 && digits.All(char.IsAsciiDigit)
            orderby int.Parse(digits)
            select int.Parse(digits)];

    public string Node(int index) => Path.Combine(dev, Prefix + index);

    /// <summary>The camera's own name; "camera N" where the system does not say.</summary>
    public string Name(int index)
    {
        try
        {
            string name = File.ReadAllText(Path.Combine(sys, Prefix + index, "name")).Trim();
            return name.Length > 0 ? name : $"camera {index}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"camera {index}";
        }
    }

    /// <summary>Why a camera that did not open did not, and what to do: absent, forbidden, busy, or none of these.</summary>
    public string Trouble(int index)
    {
        string node = Node(index);
        if (!Path.Exists(node)) return $"{node} does not exist; plug the camera in or choose another source (--list-cameras names what is there)";
        try
        {
            using var probe = File.OpenHandle(node, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        }
        catch (UnauthorizedAccessException)
        {
            return $"you may not open {node}; add yourself to the group video (sudo usermod -aG video $USER) and log in again";
        }
        catch (IOException e)
        {
            return Holder(node) is { } other ? Busy(node, other) : $"{node} does not answer ({e.Message.TrimEnd('.')}); plug the camera out and in again";
        }

        return Holder(node) is { } holder
            ? Busy(node, holder)
            : $"{node} opens and gives no pictures; another user's program may hold it, or it is not a camera's picture node (see --list-cameras)";
    }

    private static string Busy(string node, string holder) => $"{node} is in use by {holder}; close that program or choose another camera";

    // Opening a busy camera succeeds; only streaming from it fails. Who holds it stands in /proc, for this user's processes.
    private string? Holder(string node)
    {
        foreach (string process in Directory.EnumerateDirectories(proc))
        {
            if (!int.TryParse(Path.GetFileName(process), out int id) || id == Environment.ProcessId) continue;
            try
            {
                if (Directory.EnumerateFileSystemEntries(Path.Combine(process, "fd")).Any(link => new FileInfo(link).LinkTarget == node))
                    return $"{File.ReadAllText(Path.Combine(process, "comm")).Trim()} (process {id})";
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It ended meanwhile, or is another user's.
            }
        }

        return null;
    }
}
