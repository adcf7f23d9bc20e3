using System.Buffers.Binary;

namespace VlDistill.Demo.Recording.Mp4;

/// <summary>The frames of a short MP4 with one video track, taken out of it to be put into a longer one.</summary>
/// <param name="Description">The whole stsd box: the codec and its header.</param>
/// <param name="Data">All frames one after another.</param>
/// <param name="Sizes">Bytes of each frame.</param>
/// <param name="Keys">Whether each frame can be shown without the ones before.</param>
public sealed record VideoSegment(byte[] Description, ArraySegment<byte> Data, IReadOnlyList<int> Sizes, IReadOnlyList<bool> Keys)
{
    private const string Table = "moov/trak/mdia/minf/stbl/";

    /// <exception cref="InvalidDataException">The file is cut off, has reordered frames or more than one track.</exception>
    public static VideoSegment Read(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        var description = Need(file, Table + "stsd");
        int[] sizes = Sizes32(file, Need(file, Table + "stsz"));
        var data = Need(file, "mdat");
        if (data.End - data.Start != sizes.Sum(size => (long)size)) throw new InvalidDataException("the frames do not fill the file's data; the disk may be full");
        if (Mp4Box.Find(file, Table + "ctts") is not null) throw new InvalidDataException("the encoder reorders frames");
        bool[] keys = new bool[sizes.Length];
        // Without the table of key frames every frame is one.
        if (Mp4Box.Find(file, Table + "stss") is not { } table) Array.Fill(keys, true);
        else
            for (int i = 0; i < Word(file, table.Start + 4); i++) keys[Word(file, table.Start + 8 + 4 * i) - 1] = true;
        return new VideoSegment(file[description.Begin..description.End], new ArraySegment<byte>(file, data.Start, data.End - data.Start), sizes, keys);
    }

    private static Mp4Box Need(byte[] file, string path) =>
        Mp4Box.Find(file, path) ?? throw new InvalidDataException($"the encoder left no {path}; the disk may be full");

    private static int[] Sizes32(byte[] file, Mp4Box box)
    {
        int each = Word(file, box.Start + 4), count = Word(file, box.Start + 8);
        return [.. Enumerable.Range(0, count).Select(i => each > 0 ? each : Word(file, box.Start + 12 + 4 * i))];
    }

    private static int Word(byte[] file, int at) => BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
}
