using OpenCvSharp;

namespace VlDistill.Demo.Recording;

/// <summary>Writes what is on screen as an MP4 (MPEG-4 part 2) of constant rate that plays in real time, however unevenly pictures come.</summary>
public sealed class VideoRecorder : IDisposable
{
    private readonly VideoWriter writer;
    private readonly Mat picture;
    private readonly Mat upright;
    private readonly int width;
    private readonly int height;
    private readonly double fps;
    private TimeSpan? began;

    /// <param name="width">Pixels, even.</param>
    /// <param name="height">Pixels, even.</param>
    /// <exception cref="UserException">The file cannot be written.</exception>
    public VideoRecorder(string path, int width, int height, double fps)
    {
        (this.width, this.height, this.fps, FilePath) = (width, height, fps, path);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder)) throw new UserException($"{path}: the folder {folder} does not exist; make it first");
        writer = new VideoWriter(path, VideoCaptureAPIs.FFMPEG, FourCC.FromString("mp4v"), fps, new Size(width, height));
        if (!writer.IsOpened())
        {
            writer.Dispose();
            throw new UserException($"{path}: cannot be written as video of {width}×{height}; is the folder writable and the size even?");
        }
        picture = new Mat(height, width, MatType.CV_8UC3);
        upright = new Mat(height, width, MatType.CV_8UC3);
    }

    public string FilePath { get; }

    /// <summary>Frames in the file so far.</summary>
    public long Frames { get; private set; }

    /// <summary>
    /// Adds the picture shown at <paramref name="time"/>: as often as needed to fill the file up to that moment, or not at all
    /// where the file is there already.
    /// </summary>
    /// <param name="rgba">height × width × 4 bytes.</param>
    /// <param name="bottomUp">True for pixels as OpenGL reads them back.</param>
    public unsafe void Write(ReadOnlySpan<byte> rgba, TimeSpan time, bool bottomUp = true)
    {
        if (rgba.Length < width * height * 4) throw new ArgumentException($"{rgba.Length} bytes given, {width}×{height}×4 needed", nameof(rgba));
        began ??= time;
        // A thousandth of a frame keeps a moment that lies exactly on a frame from falling into the one before.
        var due = (long)Math.Floor((time - began.Value).TotalSeconds * fps + 1e-3) + 1;
        if (due <= Frames) return;
        fixed (byte* pixels = rgba)
        {
            using var source = Mat.FromPixelData(height, width, MatType.CV_8UC4, (nint)pixels);
            Cv2.CvtColor(source, picture, ColorConversionCodes.RGBA2BGR);
        }
        if (bottomUp) Cv2.Flip(picture, upright, FlipMode.X);
        for (; Frames < due; Frames++) writer.Write(bottomUp ? upright : picture);
    }

    /// <summary>Closes the file; without this it cannot be played.</summary>
    public void Dispose()
    {
        writer.Release();
        writer.Dispose();
        picture.Dispose();
        upright.Dispose();
    }
}
