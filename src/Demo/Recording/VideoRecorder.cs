using OpenCvSharp;
using VlDistill.Demo.Recording.Mp4;

namespace VlDistill.Demo.Recording;

/// <summary>
/// Writes pictures as an MP4 (MPEG-4 part 2) of constant rate that plays in real time, however unevenly they come. OpenCV's
/// encoder makes segments of half a second, each a file of its own, which move on into a film that can be played at any moment.
/// </summary>
public sealed class VideoRecorder : IDisposable
{
    private const double SegmentSeconds = 0.5;
    private readonly GrowingMp4 film;
    private readonly Mat picture;
    private readonly Mat upright;
    private readonly int width;
    private readonly int height;
    private readonly double fps;
    private readonly string segmentPath;
    private readonly int segmentFrames;
    private VideoWriter? segment;
    private int inSegment;
    private TimeSpan? began;

    /// <param name="path">Overwritten where it exists.</param>
    /// <param name="width">Pixels, even.</param>
    /// <param name="height">Pixels, even.</param>
    /// <param name="fps">Frames per second of the film.</param>
    /// <param name="began">The time of the first frame; null takes the first picture's.</param>
    /// <exception cref="UserException">The file cannot be written.</exception>
    public VideoRecorder(string path, int width, int height, double fps, TimeSpan? began = null)
    {
        (this.width, this.height, this.fps, this.began, FilePath) = (width, height, fps, began, path);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder)) throw new UserException($"{path}: the folder {folder} does not exist; make it first");
        segmentPath = Path.ChangeExtension(path, ".part.mp4");
        segmentFrames = Math.Max(1, (int)Math.Round(SegmentSeconds * fps));
        film = new GrowingMp4(path, width, height, fps);
        try
        {
            segment = OpenSegment();
        }
        catch
        {
            film.Dispose();
            throw;
        }

        picture = new Mat(height, width, MatType.CV_8UC3);
        upright = new Mat(height, width, MatType.CV_8UC3);
    }

    public string FilePath { get; }

    /// <summary>Frames in the film so far, those of the open segment included.</summary>
    public long Frames { get; private set; }

    /// <summary>
    /// Adds the picture shown at <paramref name="time"/>: as often as needed to fill the file up to that moment, or not at all
    /// where the file is there already.
    /// </summary>
    /// <param name="rgba">height × width × 4 bytes.</param>
    /// <param name="time">On any clock.</param>
    /// <param name="bottomUp">True for pixels as OpenGL reads them back.</param>
    /// <param name="stride">Bytes from row to row; 0 where rows follow each other.</param>
    public unsafe void Write(ReadOnlySpan<byte> rgba, TimeSpan time, bool bottomUp = true, int stride = 0)
    {
        if (stride == 0) stride = width * 4;
        if (rgba.Length < stride * height) throw new ArgumentException($"{rgba.Length} bytes given, {height} rows of {stride} needed", nameof(rgba));
        if (Due(time) <= Frames) return;
        fixed (byte* pixels = rgba)
        {
            using var source = Mat.FromPixelData(height, width, MatType.CV_8UC4, (nint)pixels, stride);
            Cv2.CvtColor(source, picture, ColorConversionCodes.RGBA2BGR);
        }
        if (bottomUp) Cv2.Flip(picture, upright, FlipMode.X);
        Write(bottomUp ? upright : picture, time);
    }

    /// <summary>The same for a BGR picture of the film's size.</summary>
    /// <exception cref="UserException">The disk is full.</exception>
    public void Write(Mat bgr, TimeSpan time)
    {
        for (long due = Due(time); Frames < due; Frames++)
        {
            segment ??= OpenSegment();
            segment.Write(bgr);
            if (++inSegment == segmentFrames) CloseSegment();
        }
    }

    /// <summary>Frames that the film needs to show the picture of <paramref name="time"/>.</summary>
    public long Due(TimeSpan time)
    {
        began ??= time;
        // A thousandth of a frame keeps a moment that lies exactly on a frame from falling into the one before.
        return (long)Math.Floor((time - began.Value).TotalSeconds * fps + 1e-3) + 1;
    }

    /// <summary>Adds the open segment and closes the file.</summary>
    public void Dispose()
    {
        try
        {
            CloseSegment();
        }
        finally
        {
            film.Dispose();
            File.Delete(segmentPath);
            picture.Dispose();
            upright.Dispose();
        }
    }

    private VideoWriter OpenSegment()
    {
        var writer = new VideoWriter(segmentPath, VideoCaptureAPIs.FFMPEG, FourCC.FromString("mp4v"), fps, new Size(width, height));
        if (writer.IsOpened()) return writer;
        writer.Dispose();
        throw new UserException($"{FilePath}: cannot be written as video of {width}×{height}; is the folder writable and the size even?");
    }

    private void CloseSegment()
    {
        if (segment is null) return;
        segment.Release();
        segment.Dispose();
        segment = null;
        if (inSegment == 0) return;
        inSegment = 0;
        try
        {
            film.Append(VideoSegment.Read(segmentPath));
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new UserException($"{FilePath}: cannot be written on ({e.Message.TrimEnd('.')}); check the free space", e);
        }
    }
}
