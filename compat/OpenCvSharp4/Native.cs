using System.Runtime.InteropServices;

namespace OpenCvSharp;

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MatInfo
{
    public int Rows, Cols, Type, Continuous;
    public long Step, Total;
    public byte* Data;
}

/// <summary>The shim's functions; all that return a status go through <see cref="Check"/>.</summary>
internal static unsafe partial class Native
{
    private const string Library = "vldopencv";

    public static void Check(int status)
    {
        if (status == 0) return;
        var code = vcv_error(out var line, out var message, out var function, out var file);
        throw new OpenCVException((ErrorCode)code, Text(function), Text(message), Text(file), line);
    }

    public static string Text(nint utf8) => Marshal.PtrToStringUTF8(utf8) ?? "";

    [LibraryImport(Library)] private static partial int vcv_error(out int line, out nint message, out nint function, out nint file);

    [LibraryImport(Library)] public static partial int vcv_mat_new(out nint mat);
    [LibraryImport(Library)] public static partial int vcv_mat_create(int rows, int cols, int type, double* fill, out nint mat);
    [LibraryImport(Library)] public static partial int vcv_mat_wrap(int rows, int cols, int type, nint data, long step, out nint mat);
    [LibraryImport(Library)] public static partial int vcv_mat_roi(NativeHandle mat, int x, int y, int width, int height, out nint roi);
    [LibraryImport(Library)] public static partial int vcv_mat_clone(NativeHandle mat, out nint clone);
    [LibraryImport(Library)] public static partial void vcv_mat_delete(nint mat);
    [LibraryImport(Library)] public static partial int vcv_mat_release(NativeHandle mat);
    [LibraryImport(Library)] public static partial int vcv_mat_info(NativeHandle mat, out MatInfo info);
    [LibraryImport(Library)] public static partial int vcv_mat_copy(NativeHandle mat, NativeHandle to, nint mask);
    [LibraryImport(Library)] public static partial int vcv_mat_convert(NativeHandle mat, NativeHandle to, int type, double alpha, double beta);
    [LibraryImport(Library)] public static partial int vcv_mat_fill(NativeHandle mat, in Scalar value, nint mask);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] public static partial int vcv_imread(string file, int flags, out nint mat);
    [LibraryImport(Library)] public static partial int vcv_imdecode(byte* bytes, int count, int flags, out nint mat);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] public static partial int vcv_imwrite(string file, NativeHandle mat, int[]? options, int count, out int written);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] public static partial int vcv_imencode(string extension, NativeHandle mat, int[]? options, int count, out nint bytes, out int encoded);
    [LibraryImport(Library)] public static partial int vcv_bytes_size(nint bytes);
    [LibraryImport(Library)] public static partial void vcv_bytes_take(nint bytes, byte* to);

    [LibraryImport(Library)] public static partial int vcv_resize(NativeHandle from, NativeHandle to, int width, int height, double fx, double fy, int interpolation);
    [LibraryImport(Library)] public static partial int vcv_cvt_color(NativeHandle from, NativeHandle to, int code, int channels);
    [LibraryImport(Library)] public static partial int vcv_flip(NativeHandle from, NativeHandle to, int code);
    [LibraryImport(Library)] public static partial int vcv_border(NativeHandle from, NativeHandle to, int top, int bottom, int left, int right, int kind, in Scalar value);
    [LibraryImport(Library)] public static partial int vcv_absdiff(NativeHandle a, NativeHandle b, NativeHandle to);
    [LibraryImport(Library)] public static partial int vcv_mean(NativeHandle mat, nint mask, out Scalar mean);
    [LibraryImport(Library)] public static partial int vcv_rectangle(NativeHandle mat, int x, int y, int width, int height, in Scalar colour, int thickness, int line, int shift);
    [LibraryImport(Library)] public static partial int vcv_arrow(NativeHandle mat, int x1, int y1, int x2, int y2, in Scalar colour, int thickness, int line, int shift, double tip);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] public static partial int vcv_text_size(string text, int font, double scale, int thickness, out int width, out int height, out int baseline);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] public static partial int vcv_put_text(NativeHandle mat, string text, int x, int y, int font, double scale, in Scalar colour, int thickness, int line, int bottomLeft);
    [LibraryImport(Library)] public static partial int vcv_set_threads(int count);
    [LibraryImport(Library)] public static partial int vcv_get_threads();
    [LibraryImport(Library)] public static partial nint vcv_version();

    [LibraryImport(Library)] public static partial int vcv_capture_new(out nint capture);
    [LibraryImport(Library)] public static partial void vcv_capture_delete(nint capture);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] public static partial int vcv_capture_open(NativeHandle capture, string? file, int index, int api, int[]? options, int count, out int opened);
    [LibraryImport(Library)] public static partial int vcv_capture_opened(NativeHandle capture);
    [LibraryImport(Library)] public static partial int vcv_capture_release(NativeHandle capture);
    [LibraryImport(Library)] public static partial int vcv_capture_read(NativeHandle capture, NativeHandle to, out int got);
    [LibraryImport(Library)] public static partial int vcv_capture_grab(NativeHandle capture, out int got);
    [LibraryImport(Library)] public static partial int vcv_capture_retrieve(NativeHandle capture, NativeHandle to, int flag, out int got);
    [LibraryImport(Library)] public static partial int vcv_capture_get(NativeHandle capture, int property, out double value);
    [LibraryImport(Library)] public static partial int vcv_capture_set(NativeHandle capture, int property, double value, out int done);

    [LibraryImport(Library)] public static partial int vcv_writer_new(out nint writer);
    [LibraryImport(Library)] public static partial void vcv_writer_delete(nint writer);
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] public static partial int vcv_writer_open(NativeHandle writer, string file, int api, int fourcc, double fps, int width, int height, int colour, out int opened);
    [LibraryImport(Library)] public static partial int vcv_writer_opened(NativeHandle writer);
    [LibraryImport(Library)] public static partial int vcv_writer_write(NativeHandle writer, NativeHandle mat);
    [LibraryImport(Library)] public static partial int vcv_writer_release(NativeHandle writer);
}
