using System.Buffers.Binary;
using OpenCvSharp;
using VlDistill.Demo.Recording;
using VlDistill.Demo.Recording.Mp4;

namespace VlDistill.Demo.Tests.Recording.Mp4;

public sealed class GrowingMp4Tests : IDisposable
{
    private const int Width = 64, Height = 48, Fps = 10;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Append_BeforeClosing_IsAFragmentedFileOfThatLength()
    {
        using var recorder = Record(frames: 12);

        byte[] file = Now();

        Assert.Equal(["ftyp", "free", "moov", "moof", "mdat", "moof", "mdat"], Types(file));
        Assert.Equal(["mvhd", "trak", "mvex"], Types(file, "moov"));
        // 10 of 12 frames are in closed segments of 5; 1000 ticks each.
        foreach (var (box, at) in (ReadOnlySpan<(string, int)>)[("mvhd", 16), ("trak/tkhd", 20), ("trak/mdia/mdhd", 16), ("mvex/mehd", 4)])
            Assert.Equal(10_000, Word(file, Mp4Box.Find(file, "moov/" + box)!.Value.Start + at));
    }

    [Fact]
    public void Dispose_AfterFragments_IsAnOrdinaryFileWithEveryFrameInItsIndex()
    {
        Record(frames: 12).Dispose();

        byte[] file = Now();

        Assert.Equal(["ftyp", "mdat", "moov"], Types(file));
        Assert.Equal(["mvhd", "trak"], Types(file, "moov"));
        Assert.Equal(12_000, Word(file, Mp4Box.Find(file, "moov/mvhd")!.Value.Start + 16));
        int chunks = Mp4Box.Find(file, "moov/trak/mdia/minf/stbl/co64")!.Value.Start, sizes = Mp4Box.Find(file, "moov/trak/mdia/minf/stbl/stsz")!.Value.Start;
        Assert.Equal((3, 12), (Word(file, chunks + 4), Word(file, sizes + 8)));
        // Every frame of MPEG-4 part 2 begins with the start code of a video object plane (ISO/IEC 14496-2, 6.2).
        int frame = 0;
        foreach (int frames in (int[])[5, 5, 2])
        {
            long place = BinaryPrimitives.ReadInt64BigEndian(file.AsSpan(chunks + 8 + 8 * (frame / 5)));
            for (int i = 0; i < frames; i++)
            {
                // A group header (B3) may come before a key frame.
                Assert.Contains(Word(file, (int)place), (int[])[0x000001B6, 0x000001B3]);
                place += Word(file, sizes + 12 + 4 * frame++);
            }
        }
    }

    [Fact]
    public void Append_KilledAtAnyMoment_LosesAtMostTheOpenSegment()
    {
        using var recorder = new VideoRecorder(folder.File("r.mp4"), Width, Height, Fps);
        for (int i = 0; i < 23; i++)
        {
            Write(recorder, i);
            int whole = (i + 1) / 5 * 5;
            if (whole == 0) continue;
            File.WriteAllBytes(folder.File("left.mp4"), Now());
            using var video = new VideoCapture(folder.File("left.mp4"), VideoCaptureAPIs.FFMPEG);
            Assert.Equal((whole, Fps), (video.FrameCount, video.Fps));
            Assert.Equal(Enumerable.Range(0, whole), Shades(video));
        }
    }

    [Fact]
    public void Append_CutInsideAFragment_PlaysTheFragmentsBefore()
    {
        using var recorder = Record(frames: 20);
        byte[] file = Now();
        File.WriteAllBytes(folder.File("left.mp4"), file[..(Mp4Box.In(file, 0, file.Length).Last().Start + 10)]);

        using var video = new VideoCapture(folder.File("left.mp4"), VideoCaptureAPIs.FFMPEG);

        Assert.Equal(Enumerable.Range(0, 15), Shades(video).Take(15));
    }

    [Fact]
    public void Dispose_ManySegments_CanBeSought()
    {
        Record(frames: 25).Dispose();

        using var video = new VideoCapture(folder.File("r.mp4"), VideoCaptureAPIs.FFMPEG);
        foreach (int frame in (int[])[17, 3, 24, 0])
        {
            video.Set(VideoCaptureProperties.PosFrames, frame);
            Assert.Equal(frame, Shades(video).First());
        }

        Assert.Equal(25, video.FrameCount);
        Assert.False(File.Exists(folder.File("r.part.mp4")));
    }

    [Fact]
    public void Read_CutOffSegment_SaysSo()
    {
        string video = folder.Video("v.mp4", frames: 5);
        File.WriteAllBytes(video, File.ReadAllBytes(video)[..^200]);

        Assert.Throws<InvalidDataException>(() => VideoSegment.Read(video));
    }

    private VideoRecorder Record(int frames)
    {
        var recorder = new VideoRecorder(folder.File("r.mp4"), Width, Height, Fps);
        for (int i = 0; i < frames; i++) Write(recorder, i);
        return recorder;
    }

    // Frame i is gray of the shade 10 i.
    private static void Write(VideoRecorder recorder, int i)
    {
        using var picture = new Mat(Height, Width, MatType.CV_8UC3, Scalar.All(10 * i));
        recorder.Write(picture, TimeSpan.FromSeconds(i / (double)Fps));
    }

    private static IEnumerable<int> Shades(VideoCapture video)
    {
        using var picture = new Mat();
        while (video.Read(picture)) yield return (picture.Get<Vec3b>(20, 20).Item1 + 5) / 10;
    }

    // What a killed program would leave.
    private byte[] Now()
    {
        using var file = new FileStream(folder.File("r.mp4"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    private static IEnumerable<string> Types(byte[] file, string? path = null)
    {
        var (start, end) = path is null ? (0, file.Length) : Mp4Box.Find(file, path) is { } box ? (box.Start, box.End) : (0, 0);
        return Mp4Box.In(file, start, end).Select(b => b.Type);
    }

    private static int Word(byte[] file, int at) => BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
}
