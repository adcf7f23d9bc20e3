using VlDistill.Demo.Capture;
using VlDistill.Frames;

namespace VlDistill.Demo.Tests.Capture;

public sealed class FolderSourceTests : IDisposable
{
    private static readonly FolderPace pace = new() { Picture = TimeSpan.FromSeconds(1), LongestVideo = TimeSpan.FromSeconds(0.5) };

    private readonly TemporaryFolder folder = new();
    private readonly FakeClock clock = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Next_TwoPictures_ShowsEachForItsTimeByTurns()
    {
        folder.Picture("a.png", 10, 0, 0);
        folder.Picture("b.png", 20, 0, 0);
        using var source = Source();

        var frames = Take(source, 15);

        Assert.Equal([10, 10, 10, 10, 10, 20, 20, 20, 20, 20, 10, 10, 10, 10, 10], frames.Select(f => f.Red));
        Assert.Equal(Enumerable.Range(0, 15).Select(i => (long)i), frames.Select(f => f.Id));
    }

    [Fact]
    public void Next_LongVideo_GivesWayToTheNextFile()
    {
        folder.Video("a.mp4", 25);
        folder.Picture("b.png", 255, 0, 0);
        using var source = Source();

        var frames = Take(source, 7);

        // At 10 fps for half a second: 0.0, 0.1 … 0.5 s.
        Assert.Equal(6, frames.TakeWhile(f => f.Red < 128).Count());
        Assert.EndsWith(": b.png", source.Name);
    }

    [Fact]
    public void Next_OneDamagedPicture_PassesOverItAndSaysSo()
    {
        File.WriteAllText(folder.File("a.jpg"), "milk, bread");
        folder.Picture("b.png", 20, 0, 0);
        using var source = Source();

        Assert.Equal(20, Take(source, 1)[0].Red);
        Assert.Contains("a.jpg", source.Notice);
    }

    [Fact]
    public void Next_AllDamaged_IsAUserFault()
    {
        File.WriteAllText(folder.File("a.jpg"), "milk");
        File.WriteAllText(folder.File("b.mp4"), "bread");
        using var source = Source();

        Assert.Throws<UserException>(() => source.Next(default));
    }

    [Fact]
    public void Constructor_EmptyFolder_IsAUserFault() => Assert.Throws<UserException>(Source);

    private FolderSource Source() => new(folder.Path, new FrameWriter(new FramePool(), clock), pace);

    private static List<(int Red, long Id)> Take(FolderSource source, int count)
    {
        var frames = new List<(int, long)>();
        for (var i = 0; i < count; i++)
        {
            using var frame = source.Next(default)!;
            frames.Add((frame.Pixels[0], frame.Id));
        }
        return frames;
    }
}
