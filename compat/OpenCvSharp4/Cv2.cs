namespace OpenCvSharp;

/// <summary>OpenCV's functions on pictures.</summary>
public static unsafe class Cv2
{
    /// <summary>Empty where the file is missing or is no picture.</summary>
    public static Mat ImRead(string fileName, ImreadModes flags = ImreadModes.Color)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        Native.Check(Native.vcv_imread(fileName, (int)flags, out var mat));
        return new(mat);
    }

    public static bool ImWrite(string fileName, Mat img, int[]? prms = null)
    {
        ArgumentNullException.ThrowIfNull(img);
        Native.Check(Native.vcv_imwrite(fileName, img.Handle, prms, prms?.Length ?? 0, out var written));
        return written != 0;
    }

    /// <summary>An empty matrix where the bytes are no picture; no bytes at all are an ArgumentException.</summary>
    public static Mat ImDecode(byte[] buf, ImreadModes flags) => Mat.ImDecode(buf, flags);

    public static Mat ImDecode(ReadOnlySpan<byte> span, ImreadModes flags) => Mat.ImDecode(span, flags);

    public static bool ImEncode(string ext, InputArray img, out byte[] buf, int[]? prms = null)
    {
        Native.Check(Native.vcv_imencode(ext, Handle(img), prms, prms?.Length ?? 0, out var bytes, out var encoded));
        buf = new byte[Native.vcv_bytes_size(bytes)];
        fixed (byte* to = buf) Native.vcv_bytes_take(bytes, to);
        return encoded != 0;
    }

    public static void Resize(InputArray src, OutputArray dst, Size dsize, double fx = 0, double fy = 0, InterpolationFlags interpolation = InterpolationFlags.Linear) =>
        Native.Check(Native.vcv_resize(Handle(src), Handle(dst), dsize.Width, dsize.Height, fx, fy, (int)interpolation));

    public static void CvtColor(InputArray src, OutputArray dst, ColorConversionCodes code, int dstCn = 0) =>
        Native.Check(Native.vcv_cvt_color(Handle(src), Handle(dst), (int)code, dstCn));

    public static void Flip(InputArray src, OutputArray dst, FlipMode flipCode) =>
        Native.Check(Native.vcv_flip(Handle(src), Handle(dst), (int)flipCode));

    public static void CopyMakeBorder(InputArray src, OutputArray dst, int top, int bottom, int left, int right, BorderTypes borderType, Scalar? value = null) =>
        Native.Check(Native.vcv_border(Handle(src), Handle(dst), top, bottom, left, right, (int)borderType, value ?? default));

    public static void Absdiff(InputArray src1, InputArray src2, OutputArray dst) =>
        Native.Check(Native.vcv_absdiff(Handle(src1), Handle(src2), Handle(dst)));

    public static Scalar Mean(InputArray src, InputArray? mask = null)
    {
        Native.Check(Native.vcv_mean(Handle(src), Mat.Pointer(mask), out var mean));
        GC.KeepAlive(mask);
        return mean;
    }

    public static void Rectangle(Mat img, Rect rect, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0)
    {
        ArgumentNullException.ThrowIfNull(img);
        Native.Check(Native.vcv_rectangle(img.Handle, rect.X, rect.Y, rect.Width, rect.Height, color, thickness, (int)lineType, shift));
    }

    public static void ArrowedLine(InputOutputArray img, Point pt1, Point pt2, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, int shift = 0, double tipLength = 0.1)
    {
        ArgumentNullException.ThrowIfNull(img);
        Native.Check(Native.vcv_arrow(img.Mat.Handle, pt1.X, pt1.Y, pt2.X, pt2.Y, color, thickness, (int)lineType, shift, tipLength));
    }

    public static Size GetTextSize(string text, HersheyFonts fontFace, double fontScale, int thickness, out int baseLine)
    {
        Native.Check(Native.vcv_text_size(text ?? throw new ArgumentNullException(nameof(text)), (int)fontFace, fontScale, thickness, out var width, out var height, out baseLine));
        return new Size(width, height);
    }

    public static void PutText(InputOutputArray img, string text, Point org, HersheyFonts fontFace, double fontScale, Scalar color, int thickness = 1, LineTypes lineType = LineTypes.Link8, bool bottomLeftOrigin = false)
    {
        ArgumentNullException.ThrowIfNull(img);
        Native.Check(Native.vcv_put_text(img.Mat.Handle, text ?? throw new ArgumentNullException(nameof(text)), org.X, org.Y, (int)fontFace, fontScale, color, thickness, (int)lineType, bottomLeftOrigin ? 1 : 0));
    }

    public static void SetNumThreads(int nThreads) => Native.Check(Native.vcv_set_threads(nThreads));

    public static int GetNumThreads() => Native.vcv_get_threads();

    public static string GetVersionString() => Native.Text(Native.vcv_version());

    private static NativeHandle Handle(InputArray array) => (array ?? throw new ArgumentNullException(nameof(array))).Mat.Handle;

    private static NativeHandle Handle(OutputArray array) => (array ?? throw new ArgumentNullException(nameof(array))).Mat.Handle;
}
