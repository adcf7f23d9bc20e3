using System.Buffers.Binary;
using System.Text;

namespace VlDistill.Demo.Recording.Mp4;

/// <summary>A box of an MP4 file held in memory (ISO/IEC 14496-12, 4.2): its type, where it begins, and its content from <c>Start</c> up to <c>End</c>.</summary>
public readonly record struct Mp4Box(string Type, int Begin, int Start, int End)
{
    /// <summary>The boxes one after another between two places; stops before a box that is cut off.</summary>
    public static IEnumerable<Mp4Box> In(byte[] file, int start, int end)
    {
        while (end - start >= 8)
        {
            long size = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(start));
            int header = 8;
            if (size == 1 && end - start >= 16) (size, header) = ((long)BinaryPrimitives.ReadUInt64BigEndian(file.AsSpan(start + 8)), 16);
            if (size == 0) size = end - start;
            if (size < header || size > end - start) yield break;
            yield return new Mp4Box(Encoding.ASCII.GetString(file, start + 4, 4), start, start + header, start + (int)size);
            start += (int)size;
        }
    }

    /// <summary>The first box at a path such as moov/trak/mdia; null where there is none.</summary>
    public static Mp4Box? Find(byte[] file, string path)
    {
        Mp4Box? found = new Mp4Box("", 0, 0, file.Length);
        foreach (string type in path.Split('/'))
        {
            if (found is not { } outer) return null;
            found = In(file, outer.Start, outer.End).Cast<Mp4Box?>().FirstOrDefault(box => box!.Value.Type == type);
        }

        return found;
    }
}
