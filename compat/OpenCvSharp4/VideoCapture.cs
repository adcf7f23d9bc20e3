namespace OpenCvSharp;

/// <summary>A source of video: camera, file or URL. Opening never throws; ask <see cref="IsOpened"/>.</summary>
public class VideoCapture : CvObject
{
    public VideoCapture() : base(New(), Native.vcv_capture_delete) { }

    public VideoCapture(int index, VideoCaptureAPIs apiPreference = VideoCaptureAPIs.ANY) : this() => Open(index, apiPreference);

    /// <summary><paramref name="prms"/> holds property and value by turns, e.g. 53 and 54, the open and read time-outs in ms.</summary>
    public VideoCapture(int index, VideoCaptureAPIs apiPreference, int[] prms) : this() => Open(null, index, apiPreference, prms);

    public VideoCapture(string fileName, VideoCaptureAPIs apiPreference = VideoCaptureAPIs.ANY) : this() => Open(fileName, apiPreference);

    public VideoCapture(string fileName, VideoCaptureAPIs apiPreference, int[] prms) : this() => Open(Given(fileName), 0, apiPreference, prms);

    public double Fps
    {
        get => Get(VideoCaptureProperties.Fps);
        set => Set(VideoCaptureProperties.Fps, value);
    }

    public int FrameWidth
    {
        get => (int)Get(VideoCaptureProperties.FrameWidth);
        set => Set(VideoCaptureProperties.FrameWidth, value);
    }

    public int FrameHeight
    {
        get => (int)Get(VideoCaptureProperties.FrameHeight);
        set => Set(VideoCaptureProperties.FrameHeight, value);
    }

    public int FrameCount => (int)Get(VideoCaptureProperties.FrameCount);

    public int PosFrames
    {
        get => (int)Get(VideoCaptureProperties.PosFrames);
        set => Set(VideoCaptureProperties.PosFrames, value);
    }

    public int PosMsec
    {
        get => (int)Get(VideoCaptureProperties.PosMsec);
        set => Set(VideoCaptureProperties.PosMsec, value);
    }

    public double BufferSize
    {
        get => Get(VideoCaptureProperties.BufferSize);
        set => Set(VideoCaptureProperties.BufferSize, value);
    }

    public bool Open(int index, VideoCaptureAPIs apiPreference = VideoCaptureAPIs.ANY) => Open(null, index, apiPreference, null);

    public bool Open(string fileName, VideoCaptureAPIs apiPreference = VideoCaptureAPIs.ANY) => Open(Given(fileName), 0, apiPreference, null);

    public bool IsOpened() => Native.vcv_capture_opened(Handle) != 0;

    public void Release() => Native.Check(Native.vcv_capture_release(Handle));

    public bool Read(Mat image)
    {
        ArgumentNullException.ThrowIfNull(image);
        Native.Check(Native.vcv_capture_read(Handle, image.Handle, out var got));
        return got != 0;
    }

    public bool Grab()
    {
        Native.Check(Native.vcv_capture_grab(Handle, out var got));
        return got != 0;
    }

    public bool Retrieve(Mat image, int flag = 0)
    {
        ArgumentNullException.ThrowIfNull(image);
        Native.Check(Native.vcv_capture_retrieve(Handle, image.Handle, flag, out var got));
        return got != 0;
    }

    public double Get(VideoCaptureProperties propertyId) => Get((int)propertyId);

    public double Get(int propertyId)
    {
        Native.Check(Native.vcv_capture_get(Handle, propertyId, out var value));
        return value;
    }

    public bool Set(VideoCaptureProperties propertyId, double value) => Set((int)propertyId, value);

    public bool Set(int propertyId, double value)
    {
        Native.Check(Native.vcv_capture_set(Handle, propertyId, value, out var done));
        return done != 0;
    }

    private bool Open(string? fileName, int index, VideoCaptureAPIs api, int[]? prms)
    {
        Native.Check(Native.vcv_capture_open(Handle, fileName, index, (int)api, prms, prms?.Length ?? 0, out var opened));
        return opened != 0;
    }

    private static nint New()
    {
        Native.Check(Native.vcv_capture_new(out var capture));
        return capture;
    }

    private static string Given(string fileName) => fileName ?? throw new ArgumentNullException(nameof(fileName));
}
