namespace OpenCvSharp;

/// <summary>Writes a video file. Opening never throws; ask <see cref="IsOpened"/>.</summary>
public class VideoWriter : CvObject
{
    public VideoWriter() : base(New(), Native.vcv_writer_delete) { }

    public VideoWriter(string fileName, FourCC fourcc, double fps, Size frameSize, bool isColor = true) : this() =>
        Open(fileName, fourcc, fps, frameSize, isColor);

    public VideoWriter(string fileName, VideoCaptureAPIs apiPreference, FourCC fourcc, double fps, Size frameSize, bool isColor = true) : this() =>
        Open(fileName, apiPreference, fourcc, fps, frameSize, isColor);

    public string? FileName { get; private set; }

    public double Fps { get; private set; }

    public Size FrameSize { get; private set; }

    public bool IsColor { get; private set; }

    public static int FourCC(char c1, char c2, char c3, char c4) => OpenCvSharp.FourCC.FromFourChars(c1, c2, c3, c4);

    public static int FourCC(string code) => OpenCvSharp.FourCC.FromString(code);

    public bool Open(string fileName, FourCC fourcc, double fps, Size frameSize, bool isColor = true) =>
        Open(fileName, VideoCaptureAPIs.ANY, fourcc, fps, frameSize, isColor);

    public bool Open(string fileName, VideoCaptureAPIs apiPreference, FourCC fourcc, double fps, Size frameSize, bool isColor = true)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        (FileName, Fps, FrameSize, IsColor) = (fileName, fps, frameSize, isColor);
        Native.Check(Native.vcv_writer_open(
            Handle, fileName, (int)apiPreference, fourcc.Value, fps, frameSize.Width, frameSize.Height, isColor ? 1 : 0, out var opened));
        return opened != 0;
    }

    public bool IsOpened() => Native.vcv_writer_opened(Handle) != 0;

    public void Write(InputArray image)
    {
        ArgumentNullException.ThrowIfNull(image);
        Native.Check(Native.vcv_writer_write(Handle, image.Mat.Handle));
    }

    public void Release() => Native.Check(Native.vcv_writer_release(Handle));

    private static nint New()
    {
        Native.Check(Native.vcv_writer_new(out var writer));
        return writer;
    }
}
