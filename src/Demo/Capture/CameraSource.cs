using VlDistill.Frames;

namespace VlDistill.Demo.Capture;

/// <summary>Cameras by number.</summary>
public static class CameraSource
{
    /// <exception cref="UserException">There is no such camera, or it cannot be opened.</exception>
    public static ICaptureSource Open(int index, FrameWriter writer)
    {
        if (OperatingSystem.IsLinux() && !File.Exists(Device(index)))
            throw new UserException($"camera {index}: {Device(index)} does not exist; plug the camera in or choose another source (--source FILE|DIR|URL)");
        return new LiveSource($"camera {index}", () => OpenCvInput.Camera(index), writer, Advice(index));
    }

    /// <summary>The first camera that opens; null where there is none.</summary>
    public static ICaptureSource? OpenFirst(FrameWriter writer)
    {
        foreach (var index in Candidates())
        {
            // Many webcams have a second device node that gives metadata and no pictures.
            if (OpenCvInput.Camera(index) is not { } probe) continue;
            using var picture = new OpenCvSharp.Mat();
            var works = probe.Read(picture);
            probe.Dispose();
            if (works) return Open(index, writer);
        }
        return null;
    }

    private static IEnumerable<int> Candidates()
    {
        if (!OperatingSystem.IsLinux()) return [0];
        return from path in Directory.EnumerateFiles("/dev", "video*")
               where int.TryParse(path["/dev/video".Length..], out _)
               let index = int.Parse(path["/dev/video".Length..])
               orderby index
               select index;
    }

    private static string Device(int index) => $"/dev/video{index}";

    private static string Advice(int index) => OperatingSystem.IsLinux()
        ? $"check the cable, that no other program uses it, and that you may read {Device(index)} (group video)"
        : "check the cable, that no other program uses it, and the system's camera permission";
}
