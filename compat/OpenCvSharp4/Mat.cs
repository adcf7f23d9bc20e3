using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>A dense two-dimensional matrix, usually a picture; its memory is counted by reference among its views.</summary>
public unsafe partial class Mat : CvObject
{
    private readonly GCHandle pinned;

    public Mat() : this(New()) { }

    public Mat(int rows, int cols, MatType type) : this(New(rows, cols, type, null)) { }

    public Mat(int rows, int cols, MatType type, Scalar s) : this(New(rows, cols, type, &s)) { }

    public Mat(Size size, MatType type) : this(size.Height, size.Width, type) { }

    public Mat(Size size, MatType type, Scalar s) : this(size.Height, size.Width, type, s) { }

    public Mat(Mat m, Rect roi) : this(View(m, roi)) { }

    public Mat(string fileName, ImreadModes flags = ImreadModes.Color) : this(ReadFile(fileName, flags)) { }

    internal Mat(nint pointer) : base(pointer, Native.vcv_mat_delete) { }

    private Mat(nint pointer, GCHandle pinned) : this(pointer) => this.pinned = pinned;

    /// <summary>Wraps memory that the caller keeps alive and in place; <paramref name="step"/> is bytes per row, 0 for rows without padding.</summary>
    public static Mat FromPixelData(int rows, int cols, MatType type, nint data, long step = 0) => new(Wrap(rows, cols, type, data, step));

    /// <summary>Wraps an array, which stays pinned until the matrix is disposed.</summary>
    public static Mat FromPixelData(int rows, int cols, MatType type, Array data, long step = 0)
    {
        var pinned = GCHandle.Alloc(data, GCHandleType.Pinned);
        return new(Wrap(rows, cols, type, pinned.AddrOfPinnedObject(), step), pinned);
    }

    public static Mat ImDecode(byte[] imageBytes, ImreadModes mode = ImreadModes.Color) => ImDecode(Given(imageBytes).AsSpan(), mode);

    public static Mat ImDecode(ReadOnlySpan<byte> span, ImreadModes mode = ImreadModes.Color)
    {
        if (span.IsEmpty) throw new ArgumentException("Empty span", nameof(span));
        fixed (byte* bytes = span)
        {
            Native.Check(Native.vcv_imdecode(bytes, span.Length, (int)mode, out var mat));
            return new(mat);
        }
    }

    public static Mat FromImageData(byte[] imageBytes, ImreadModes mode = ImreadModes.Color) => ImDecode(imageBytes, mode);

    public static Mat FromImageData(ReadOnlySpan<byte> span, ImreadModes mode = ImreadModes.Color) => ImDecode(span, mode);

    public Mat Clone()
    {
        Native.Check(Native.vcv_mat_clone(Handle, out var clone));
        return new(clone);
    }

    public Mat SubMat(Rect roi) => new(this, roi);

    public void CopyTo(Mat m, InputArray? mask = null)
    {
        Native.Check(Native.vcv_mat_copy(Handle, Given(m).Handle, Pointer(mask)));
        GC.KeepAlive(mask);
    }

    public void ConvertTo(OutputArray m, MatType rtype, double alpha = 1, double beta = 0) =>
        Native.Check(Native.vcv_mat_convert(Handle, Given(m).Mat.Handle, rtype.Value, alpha, beta));

    public Mat SetTo(Scalar value, Mat? mask = null)
    {
        Native.Check(Native.vcv_mat_fill(Handle, value, mask?.CvPtr ?? 0));
        GC.KeepAlive(mask);
        return this;
    }

    public void Release() => Native.Check(Native.vcv_mat_release(Handle));

    internal static nint Pointer(InputArray? mask) => mask?.Mat.CvPtr ?? 0;

    protected override void DisposeUnmanaged()
    {
        base.DisposeUnmanaged();
        if (pinned.IsAllocated) pinned.Free();
    }

    private static nint New()
    {
        Native.Check(Native.vcv_mat_new(out var mat));
        return mat;
    }

    private static nint New(int rows, int cols, MatType type, Scalar* fill)
    {
        Native.Check(Native.vcv_mat_create(rows, cols, type.Value, (double*)fill, out var mat));
        return mat;
    }

    private static nint Wrap(int rows, int cols, MatType type, nint data, long step)
    {
        Native.Check(Native.vcv_mat_wrap(rows, cols, type.Value, data, step, out var mat));
        return mat;
    }

    private static nint View(Mat m, Rect roi)
    {
        Native.Check(Native.vcv_mat_roi(Given(m).Handle, roi.X, roi.Y, roi.Width, roi.Height, out var view));
        return view;
    }

    private static nint ReadFile(string fileName, ImreadModes flags)
    {
        if (!File.Exists(Given(fileName))) throw new FileNotFoundException("Image file not found", fileName);
        Native.Check(Native.vcv_imread(fileName, (int)flags, out var mat));
        return mat;
    }

    private static T Given<T>(T value) where T : class => value ?? throw new ArgumentNullException(nameof(value));
}
