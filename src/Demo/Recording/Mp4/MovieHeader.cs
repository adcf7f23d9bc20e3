namespace VlDistill.Demo.Recording.Mp4;

/// <summary>Writes the moov box of a file with one video track: sizes and rate of the film, and where its frames are (ISO/IEC 14496-12, 8.2 to 8.8).</summary>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="TimeScale">Ticks per second.</param>
/// <param name="FrameTicks">Ticks each frame lasts.</param>
/// <param name="Description">The stsd box.</param>
public sealed record MovieHeader(int Width, int Height, int TimeScale, int FrameTicks, byte[] Description)
{
    private static readonly int[] Upright = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000];

    /// <summary>The header of a file whose frames follow in fragments; returns the places of its durations, to be set anew as the film grows.</summary>
    public IReadOnlyList<int> WriteGrowing(BoxWriter to) => Write(to, frames: 0, () =>
    {
        foreach (string table in (string[])["stts", "stsc", "stco"]) to.Box(table, 0, 0, () => to.Int32(0));
        to.Box("stsz", 0, 0, () => to.Int32(0, 0));
    }, growing: true);

    /// <summary>The header of a finished file: where every frame is.</summary>
    public void WriteComplete(BoxWriter to, FrameIndex index) => Write(to, index.Sizes.Count, () => index.Write(to, FrameTicks), growing: false);

    private List<int> Write(BoxWriter to, int frames, Action tables, bool growing)
    {
        var durations = new List<int>();
        to.Box("moov", () =>
        {
            to.Box("mvhd", 0, 0, () =>
            {
                to.Int32(0, 0, TimeScale);
                Duration();
                to.Int32(0x10000, 0x01000000, 0, 0);
                to.Int32(Upright);
                to.Int32(0, 0, 0, 0, 0, 0, 2);
            });
            to.Box("trak", Track);
            if (!growing) return;
            to.Box("mvex", () =>
            {
                to.Box("mehd", 0, 0, Duration);
                to.Box("trex", 0, 0, () => to.Int32(1, 1, FrameTicks, 0, 0));
            });
        });
        return durations;

        void Duration()
        {
            durations.Add(to.Length);
            to.Int32(frames * FrameTicks);
        }

        void Track()
        {
            to.Box("tkhd", 0, 3, () =>
            {
                to.Int32(0, 0, 1, 0);
                Duration();
                to.Int32(0, 0, 0, 0);
                to.Int32(Upright);
                to.Int32(Width << 16, Height << 16);
            });
            to.Box("mdia", () =>
            {
                to.Box("mdhd", 0, 0, () =>
                {
                    to.Int32(0, 0, TimeScale);
                    Duration();
                    // The language is undetermined.
                    to.Int32(0x55C40000);
                });
                to.Box("hdlr", 0, 0, () =>
                {
                    to.Int32(0);
                    to.Raw("vide\0\0\0\0\0\0\0\0\0\0\0\0VideoHandler\0"u8);
                });
                to.Box("minf", () =>
                {
                    to.Box("vmhd", 0, 1, () => to.Int32(0, 0));
                    to.Box("dinf", () => to.Box("dref", 0, 0, () =>
                    {
                        to.Int32(1);
                        to.Box("url ", 0, 1, () => { });
                    }));
                    to.Box("stbl", () =>
                    {
                        to.Raw(Description);
                        tables();
                    });
                });
            });
        }
    }
}
