using System.Buffers.Binary;

namespace VlDistill.Demo.Recording.Mp4;

/// <summary>
/// An MP4 that can be played at any moment while it grows: a fragmented file, one fragment per segment. Closing it makes it an
/// ordinary MP4 with an index at the end: one write of 16 bytes declares everything between as frame data. A program that is
/// killed leaves the fragments it wrote.
/// </summary>
public sealed class GrowingMp4 : IDisposable
{
    private const int TicksPerFrame = 1000;
    private const int KeyFrame = 0x02000000, DependentFrame = 0x01010000;
    private readonly FileStream file;
    private readonly FrameIndex index = new();
    private readonly int width;
    private readonly int height;
    private readonly int timeScale;
    private MovieHeader? header;
    private long[] durations = [];
    private long dataBegin;
    private int fragments;

    /// <param name="path">Overwritten where it exists.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="fps">Frames per second of every segment.</param>
    /// <exception cref="UserException">The file cannot be written.</exception>
    public GrowingMp4(string path, int width, int height, double fps)
    {
        (this.width, this.height, timeScale) = (width, height, (int)Math.Round(fps * TicksPerFrame));
        try
        {
            file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{path}: cannot be written ({e.Message.TrimEnd('.')}); is the folder writable?", e);
        }
    }

    /// <summary>Adds the frames of a closed segment and sets the film's length.</summary>
    /// <exception cref="IOException">The disk is full.</exception>
    public void Append(VideoSegment segment)
    {
        if (segment.Sizes.Count == 0) return;
        if (header is null) WriteHead(header = new MovieHeader(width, height, timeScale, TicksPerFrame, segment.Description));
        file.Seek(0, SeekOrigin.End);
        var fragment = new BoxWriter();
        WriteFragment(fragment, segment);
        index.Add(segment, file.Position + fragment.Length);
        fragment.Raw(segment.Data);
        file.Write(fragment.Written);
        Span<byte> ticks = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(ticks, index.Sizes.Count * TicksPerFrame);
        foreach (long place in durations) WriteAt(place, ticks);
    }

    /// <summary>Makes it an ordinary MP4; an empty film leaves an empty file.</summary>
    public void Dispose()
    {
        if (header is not null) WriteIndex(header);
        header = null;
        file.Dispose();
    }

    private void WriteHead(MovieHeader movie)
    {
        var head = new BoxWriter();
        head.Box("ftyp", () =>
        {
            head.Raw("isom"u8);
            head.Int32(0x200);
            head.Raw("isomiso2iso5iso6mp41"u8);
        });
        dataBegin = head.Length;
        head.Box("free", () => head.Int64(0));
        durations = [.. movie.WriteGrowing(head)];
        file.Write(head.Written);
    }

    private void WriteFragment(BoxWriter to, VideoSegment segment)
    {
        int dataOffset = 0;
        to.Box("moof", () =>
        {
            to.Box("mfhd", 0, 0, () => to.Int32(++fragments));
            to.Box("traf", () =>
            {
                // Offsets count from this fragment.
                to.Box("tfhd", 0, 0x020000, () => to.Int32(1));
                to.Box("tfdt", 1, 0, () => to.Int64((long)index.Sizes.Count * TicksPerFrame));
                // For each frame its size and whether it is a key.
                to.Box("trun", 0, 0x000601, () =>
                {
                    to.Int32(segment.Sizes.Count);
                    dataOffset = to.Length;
                    to.Int32(0);
                    for (int i = 0; i < segment.Sizes.Count; i++) to.Int32(segment.Sizes[i], segment.Keys[i] ? KeyFrame : DependentFrame);
                });
            });
        });
        to.Patch(dataOffset, to.Length + 8);
        to.Int32(segment.Data.Count + 8);
        to.Raw("mdat"u8);
    }

    private void WriteIndex(MovieHeader movie)
    {
        long end = file.Seek(0, SeekOrigin.End);
        var tail = new BoxWriter();
        movie.WriteComplete(tail, index);
        file.Write(tail.Written);
        var data = new BoxWriter();
        data.Int32(1);
        data.Raw("mdat"u8);
        data.Int64(end - dataBegin);
        WriteAt(dataBegin, data.Written);
    }

    private void WriteAt(long place, ReadOnlySpan<byte> bytes)
    {
        file.Seek(place, SeekOrigin.Begin);
        file.Write(bytes);
    }
}
