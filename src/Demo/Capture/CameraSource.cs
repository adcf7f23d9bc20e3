using VlDistill.Frames;

namespace VlDistill.Demo.Capture;

/// <summary>Cameras by number.</summary>
public static class CameraSource
{
    private static readonly CameraDevices devices = new();

    /// <param name="mode">Wished size and rate; null takes what the camera gives.</param>
    /// <exception cref="UserException">There is no such camera, or it cannot be opened; the message says which of absent, forbidden and busy it is.</exception>
    public static ICaptureSource Open(int index, FrameWriter writer, CameraMode? mode = null)
    {
        // OpenCV tries other systems' cameras as well where the node is missing, and takes its time.
        if (OperatingSystem.IsLinux() && !File.Exists(devices.Node(index))) throw new UserException($"camera {index}: {devices.Trouble(index)}");
        return new LiveSource($"camera {index}", () => OpenCvInput.Camera(index, mode), writer, () => Advice(index)) { Camera = index };
    }

    /// <summary>The first camera that gives a picture; null where there is none, with the trouble of one that should have.</summary>
    public static ICaptureSource? OpenFirst(FrameWriter writer, CameraMode? mode, out string? trouble)
    {
        trouble = null;
        foreach (int index in OperatingSystem.IsLinux() ? devices.Indices() : [0])
        {
            // Many webcams have a second device node that gives metadata and no pictures.
            if (GivesPictures(index)) return Open(index, writer, mode);
            if (OperatingSystem.IsLinux()) trouble ??= $"camera {index}: {devices.Trouble(index)}";
        }

        return null;
    }

    private static bool GivesPictures(int index)
    {
        using var probe = OpenCvInput.Camera(index);
        using var picture = new OpenCvSharp.Mat();
        return probe is not null && probe.Read(picture);
    }

    private static string Advice(int index) => OperatingSystem.IsLinux()
        ? devices.Trouble(index)
        : "check the cable, that no other program uses it, and the system's camera permission";
}
