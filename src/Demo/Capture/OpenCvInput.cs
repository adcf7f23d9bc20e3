using OpenCvSharp;

namespace VlDistill.Demo.Capture;

/// <summary>OpenCV's VideoCapture behind <see cref="IVideoInput"/>.</summary>
public sealed class OpenCvInput : IVideoInput
{
    // OpenCV's CAP_PROP_OPEN_TIMEOUT_MSEC and CAP_PROP_READ_TIMEOUT_MSEC, which OpenCvSharp does not name.
    private const int OpenTimeout = 53, ReadTimeout = 54;

    private readonly VideoCapture capture;

    private OpenCvInput(VideoCapture capture)
    {
        this.capture = capture;
        Fps = Sane(capture.Fps);
        FrameCount = (int)Math.Clamp(capture.Get(VideoCaptureProperties.FrameCount), 0, int.MaxValue);
    }

    public double Fps { get; }

    public int FrameCount { get; }

    public string? Remark { get; private init; }

    /// <summary>Size and rate of the pictures, as the input claims.</summary>
    public CameraMode Mode => Claimed(capture);

    /// <summary>Null where the camera is absent, busy or forbidden.</summary>
    /// <param name="mode">Wished size and rate; where the camera has another, <see cref="Remark"/> says so.</param>
    public static OpenCvInput? Camera(int index, CameraMode? mode = null)
    {
        var capture = new VideoCapture(index);
        if (!capture.IsOpened())
        {
            capture.Dispose();
            return null;
        }

        if (mode is not null) Set(capture, mode);
        // One waiting frame: what is shown must be now, not what the driver queued.
        capture.Set(VideoCaptureProperties.BufferSize, 1);
        return new OpenCvInput(capture)
        {
            Remark = mode is null || mode.IsMetBy(Claimed(capture)) ? null : $"camera {index}: does not do {mode}, gives {Claimed(capture)} (--list-cameras names its modes)",
        };
    }

    /// <summary>Null where the file is missing or no video.</summary>
    public static OpenCvInput? File(string path) => Opened(new VideoCapture(path, VideoCaptureAPIs.FFMPEG));

    /// <summary>Null where nothing answers within <paramref name="timeout"/>, which also bounds every read.</summary>
    public static OpenCvInput? Url(string address, TimeSpan timeout)
    {
        var milliseconds = (int)timeout.TotalMilliseconds;
        return Opened(new VideoCapture(address, VideoCaptureAPIs.FFMPEG, [OpenTimeout, milliseconds, ReadTimeout, milliseconds]));
    }

    public bool Read(Mat picture) => Try(() => capture.Read(picture) && !picture.Empty());

    public bool Skip() => Try(capture.Grab);

    public void Dispose() => capture.Dispose();

    // What a decoder throws over damaged data is a picture that did not come.
    private static bool Try(Func<bool> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is OpenCVException or OpenCvSharpException)
        {
            return false;
        }
    }

    // Over USB 2 large pictures come at full rate only as JPEG; a camera without that keeps its own format.
    private static void Set(VideoCapture capture, CameraMode mode)
    {
        if (mode.Width * mode.Height > 640 * 480) capture.Set(VideoCaptureProperties.FourCC, FourCC.MJPG);
        capture.Set(VideoCaptureProperties.FrameWidth, mode.Width);
        capture.Set(VideoCaptureProperties.FrameHeight, mode.Height);
        if (mode.Fps > 0) capture.Set(VideoCaptureProperties.Fps, mode.Fps);
    }

    private static CameraMode Claimed(VideoCapture capture) => new(capture.FrameWidth, capture.FrameHeight, Sane(capture.Fps));

    private static OpenCvInput? Opened(VideoCapture capture)
    {
        if (capture.IsOpened()) return new OpenCvInput(capture);
        capture.Dispose();
        return null;
    }

    // Some containers claim their time base (90000) as the rate.
    private static double Sane(double fps) => fps is > 0 and <= 240 ? fps : 0;
}
