using System.Buffers.Binary;
using System.Text;

namespace VlDistill.Demo.Recording.Mp4;

/// <summary>Builds nested MP4 boxes in memory; numbers are big-endian, sizes are filled in when a box ends.</summary>
public sealed class BoxWriter
{
    private readonly MemoryStream bytes = new();

    public int Length => (int)bytes.Length;

    public ReadOnlySpan<byte> Written => bytes.GetBuffer().AsSpan(0, Length);

    /// <summary>A box with what <paramref name="content"/> writes inside.</summary>
    public void Box(string type, Action content)
    {
        int begin = Length;
        Int32(0);
        bytes.Write(Encoding.ASCII.GetBytes(type));
        content();
        BinaryPrimitives.WriteInt32BigEndian(bytes.GetBuffer().AsSpan(begin), Length - begin);
    }

    /// <summary>A box that begins with a version and 24 bits of flags.</summary>
    public void Box(string type, byte version, int flags, Action content) => Box(type, () =>
    {
        Int32(version << 24 | flags);
        content();
    });

    public void Int32(params ReadOnlySpan<int> values)
    {
        Span<byte> four = stackalloc byte[4];
        foreach (int value in values)
        {
            BinaryPrimitives.WriteInt32BigEndian(four, value);
            bytes.Write(four);
        }
    }

    public void Int64(long value)
    {
        Span<byte> eight = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(eight, value);
        bytes.Write(eight);
    }

    public void Raw(ReadOnlySpan<byte> values) => bytes.Write(values);

    /// <summary>Overwrites a number written before.</summary>
    public void Patch(int at, int value) => BinaryPrimitives.WriteInt32BigEndian(bytes.GetBuffer().AsSpan(at), value);
}
