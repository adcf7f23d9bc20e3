namespace VlDistill.Demo.Capture;

/// <summary>The cameras of this machine, for people and for the key that goes on to the next.</summary>
/// <param name="devices">Linux's nodes; null on systems that have none, where the first ten numbers are tried.</param>
/// <param name="modes">What a node offers; null where it gives no pictures.</param>
/// <param name="probe">Opens a camera by number and tells its mode; null where there is none.</param>
public sealed class CameraList(CameraDevices? devices, Func<string, IReadOnlyList<CameraMode>?> modes, Func<int, CameraMode?> probe)
{
    private const int Probed = 10;

    /// <summary>This machine's.</summary>
    public static CameraList Present { get; } = new(OperatingSystem.IsLinux() ? new CameraDevices() : null, V4L2Modes.Of, Probe);

    /// <summary>Numbers of the cameras that give pictures, or at least exist and cannot be asked.</summary>
    public IReadOnlyList<int> Indices() => devices is null
        ? [.. Enumerable.Range(0, Probed).Where(i => probe(i) is not null)]
        : [.. devices.Indices().Where(i => modes(devices.Node(i)) is not null)];

    /// <summary>One line per camera: source, name, modes; a node that cannot be used says why; one line where there is no camera.</summary>
    public IReadOnlyList<string> Describe()
    {
        string[] lines = devices is null
            ? [.. Enumerable.Range(0, Probed).Select(i => (Index: i, Mode: probe(i))).Where(c => c.Mode is not null).Select(c => Line(c.Index, $"camera {c.Index}", c.Mode!.ToString()))]
            : [.. devices.Indices().Select(i => Line(i, devices.Name(i), modes(devices.Node(i)) is { } offered ? string.Join(' ', offered) : devices.Trouble(i)))];
        return lines.Length > 0 ? lines : ["no camera found; plug one in, or give a file, a folder or a URL with --source"];
    }

    private static string Line(int index, string name, string rest) => $"camera:{index}  {name}  {rest}".TrimEnd();

    private static CameraMode? Probe(int index)
    {
        using var camera = OpenCvInput.Camera(index);
        return camera?.Mode;
    }
}
