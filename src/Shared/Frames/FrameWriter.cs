using OpenCvSharp;

namespace VlDistill.Frames;

/// <summary>Turns OpenCV's pictures into frames: RGB order, the next id, the time on the program's clock.</summary>
public sealed class FrameWriter(FramePool pool, IClock clock)
{
    private long nextId;

    public IClock Clock => clock;

    /// <summary>Copies <paramref name="picture"/> (8-bit; gray, BGR or BGRA) into a pooled frame.</summary>
    public Frame Write(Mat picture)
    {
        var frame = pool.Rent(nextId++, clock.Now, picture.Cols, picture.Rows);
        CopyRgb(picture, frame);
        return frame;
    }

    /// <summary>The same content once more with the next id and the present time.</summary>
    public Frame Repeat(Frame shown)
    {
        var frame = pool.Rent(nextId++, clock.Now, shown.Width, shown.Height);
        Buffer.BlockCopy(shown.Pixels, 0, frame.Pixels, 0, frame.Pixels.Length);
        return frame;
    }

    internal static void CopyRgb(Mat picture, Frame frame)
    {
        var code = picture.Channels() switch
        {
            1 => ColorConversionCodes.GRAY2RGB,
            3 => ColorConversionCodes.BGR2RGB,
            4 => ColorConversionCodes.BGRA2RGB,
            var n => throw new UserException($"a picture of {n} channels cannot be shown; give gray, colour or colour with alpha"),
        };
        using var target = Mat.FromPixelData(frame.Height, frame.Width, MatType.CV_8UC3, frame.Pixels);
        Cv2.CvtColor(picture, target, code);
    }
}
