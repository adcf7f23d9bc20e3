using OpenCvSharp;

namespace VlDistill.Demo.Tests;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("vldistill-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>A picture of one colour; its path.</summary>
    public string Picture(string name, int r, int g, int b)
    {
        using var picture = new Mat(8, 8, MatType.CV_8UC3, Scalar.FromRgb(r, g, b));
        Cv2.ImWrite(File(name), picture);
        return File(name);
    }

    /// <summary>A video of 64×48 at 10 fps that grows brighter; its path.</summary>
    public string Video(string name, int frames, string codec = "mp4v")
    {
        using var writer = new VideoWriter(File(name), VideoCaptureAPIs.FFMPEG, FourCC.FromString(codec), 10, new Size(64, 48));
        using var picture = new Mat(48, 64, MatType.CV_8UC3);
        for (var i = 0; i < frames; i++)
        {
            picture.SetTo(Scalar.All(i * 8));
            writer.Write(picture);
        }
        writer.Release();
        return File(name);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
