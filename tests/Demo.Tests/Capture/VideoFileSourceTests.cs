using VlDistill.Demo.Capture;
using VlDistill.Frames;

namespace VlDistill.Demo.Tests.Capture;

public sealed class VideoFileSourceTests
{
    private readonly FakeClock clock = new();
    private readonly FramePool pool = new();

    [Fact]
    public void Next_TenFps_GivesEveryFrameOnTimeAndLoops()
    {
        using var source = Source(() => new FakeInput(3));

        var frames = Take(source, 7);

        Assert.Equal([0, 1, 2, 0, 1, 2, 0], frames.Select(f => f.Number));
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], frames.Select(f => f.Id));
        Assert.Equal(Enumerable.Range(0, 7).Select(i => TimeSpan.FromMilliseconds(100 * i)), frames.Select(f => f.Time));
        Assert.Null(source.Notice);
    }

    [Fact]
    public void Next_LateReader_SkipsWhatIsPast()
    {
        using var source = Source(() => new FakeInput(100));
        Take(source, 1);

        clock.Now += TimeSpan.FromMilliseconds(450);
        var frame = Take(source, 1)[0];

        Assert.Equal(4, frame.Number);
        Assert.Equal(5, Take(source, 1)[0].Number);
    }

    [Fact]
    public void Next_ReaderAwayForLong_GoesOnWhereItStood()
    {
        using var source = Source(() => new FakeInput(100));
        Take(source, 1);

        clock.Now += TimeSpan.FromMinutes(1);

        Assert.Equal(1, Take(source, 1)[0].Number);
    }

    [Fact]
    public void Next_CutOffFile_SaysSoAndRepeats()
    {
        using var source = Source(() => new FakeInput(3, claims: 60));

        Assert.Equal([0, 1, 2, 0], Take(source, 4).Select(f => f.Number));
        Assert.Equal("clip.mp4: cut off after 3 of 60 frames; repeating what is there", source.Notice);
    }

    [Fact]
    public void Next_NoLoop_Ends()
    {
        using var source = Source(() => new FakeInput(2), loop: false);
        Take(source, 2);

        Assert.Null(source.Next(default));
        Assert.True(source.Ended);
    }

    [Fact]
    public void Constructor_NoPictureInside_IsAUserFault() => Assert.Throws<UserException>(() => Source(() => new FakeInput(0, claims: 60)));

    private VideoFileSource Source(Func<IVideoInput?> open, bool loop = true) => new("films/clip.mp4", open, new FrameWriter(pool, clock), loop);

    private static List<(int Number, long Id, TimeSpan Time)> Take(VideoFileSource source, int count)
    {
        var frames = new List<(int, long, TimeSpan)>();
        for (var i = 0; i < count; i++)
        {
            using var frame = source.Next(default)!;
            frames.Add((frame.Pixels[2], frame.Id, frame.Time));
        }
        return frames;
    }
}
