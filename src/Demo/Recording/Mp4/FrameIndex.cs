namespace VlDistill.Demo.Recording.Mp4;

/// <summary>Where every frame of a file is, as the tables of a finished MP4 tell it (ISO/IEC 14496-12, 8.6 and 8.7).</summary>
public sealed class FrameIndex
{
    private readonly List<int> sizes = [];
    private readonly List<int> keys = [];
    private readonly List<(long Offset, int Frames)> chunks = [];

    /// <summary>Bytes of each frame.</summary>
    public IReadOnlyList<int> Sizes => sizes;

    /// <summary>Adds the frames of one segment, which lie one after another from <paramref name="offset"/> in the file.</summary>
    public void Add(VideoSegment segment, long offset)
    {
        for (int i = 0; i < segment.Sizes.Count; i++)
            if (segment.Keys[i]) keys.Add(sizes.Count + i + 1);
        sizes.AddRange(segment.Sizes);
        chunks.Add((offset, segment.Sizes.Count));
    }

    internal void Write(BoxWriter to, int frameTicks)
    {
        to.Box("stts", 0, 0, () => to.Int32(1, sizes.Count, frameTicks));
        to.Box("stss", 0, 0, () =>
        {
            to.Int32(keys.Count);
            keys.ForEach(key => to.Int32(key));
        });
        to.Box("stsc", 0, 0, () =>
        {
            // Only where the number of frames changes from one chunk to the next.
            var runs = chunks.Select((chunk, i) => (First: i + 1, chunk.Frames)).Where((_, i) => i == 0 || chunks[i].Frames != chunks[i - 1].Frames).ToArray();
            to.Int32(runs.Length);
            foreach (var (first, frames) in runs) to.Int32(first, frames, 1);
        });
        to.Box("stsz", 0, 0, () =>
        {
            to.Int32(0, sizes.Count);
            sizes.ForEach(size => to.Int32(size));
        });
        to.Box("co64", 0, 0, () =>
        {
            to.Int32(chunks.Count);
            chunks.ForEach(chunk => to.Int64(chunk.Offset));
        });
    }
}
