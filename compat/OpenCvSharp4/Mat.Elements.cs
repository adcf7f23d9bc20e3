using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>Shape and elements.</summary>
public unsafe partial class Mat
{
    public int Rows => Info().Rows;

    public int Cols => Info().Cols;

    public int Height => Rows;

    public int Width => Cols;

    public nint Data => (nint)Info().Data;

    public byte* DataPointer => Info().Data;

    public Size Size()
    {
        var info = Info();
        return new(info.Cols, info.Rows);
    }

    public MatType Type() => new(Info().Type);

    public int Depth() => Type().Depth;

    public int Channels() => Type().Channels;

    public int ElemSize() => ElemSize1() * Channels();

    public int ElemSize1() => Depth() switch
    {
        MatType.CV_8U or MatType.CV_8S => 1,
        MatType.CV_16U or MatType.CV_16S or MatType.CV_16F => 2,
        MatType.CV_32S or MatType.CV_32F => 4,
        _ => 8,
    };

    /// <summary>Bytes from one row to the next.</summary>
    public long Step() => Info().Step;

    public long Total() => Info().Total;

    public bool Empty()
    {
        var info = Info();
        return info.Data is null || info.Total == 0;
    }

    public bool IsContinuous() => Info().Continuous != 0;

    public nint Ptr(int i0) => Ptr(i0, 0);

    public nint Ptr(int i0, int i1)
    {
        var info = Info();
        return (nint)(info.Data + i0 * info.Step + (long)i1 * ElemSize());
    }

    public ref T At<T>(int i0, int i1) where T : unmanaged => ref Unsafe.AsRef<T>((void*)Ptr(i0, i1));

    public T Get<T>(int i0, int i1) where T : unmanaged => At<T>(i0, i1);

    public void Set<T>(int i0, int i1, T value) where T : unmanaged => At<T>(i0, i1) = value;

    /// <summary>All elements row by row without padding; a channel counts as an element where <typeparamref name="T"/> is a plain number.</summary>
    public bool GetArray<T>(out T[] data) where T : unmanaged
    {
        var info = Info();
        data = new T[Count<T>(info)];
        var bytes = MemoryMarshal.AsBytes(data.AsSpan());
        for (var y = 0; y < info.Rows; y++) Row(info, y).CopyTo(bytes[(y * RowBytes(info))..]);
        return true;
    }

    public bool SetArray<T>(params T[] data) where T : unmanaged
    {
        var info = Info();
        var count = Count<T>(info);
        if (data.Length != count) throw new OpenCvSharpException($"Provided data element number ({data.Length}) should be {count} for this matrix");
        var bytes = MemoryMarshal.AsBytes(data.AsSpan());
        for (var y = 0; y < info.Rows; y++) bytes.Slice(y * RowBytes(info), RowBytes(info)).CopyTo(Row(info, y));
        return true;
    }

    private MatInfo Info()
    {
        Native.Check(Native.vcv_mat_info(Handle, out var info));
        return info;
    }

    private int RowBytes(MatInfo info) => info.Cols * ElemSize();

    private Span<byte> Row(MatInfo info, int y) => new(info.Data + y * info.Step, RowBytes(info));

    private int Count<T>(MatInfo info) where T : unmanaged
    {
        if (sizeof(T) != ElemSize() && sizeof(T) != ElemSize1())
            throw new OpenCvSharpException($"Mat data type is not compatible: {typeof(T)} does not fit {new MatType(info.Type)}");
        return RowBytes(info) * info.Rows / sizeof(T);
    }
}
