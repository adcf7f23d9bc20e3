using VlDistill.Demo.Capture;
using VlDistill.Frames;

namespace VlDistill.Demo.Tests.Capture;

public sealed class SourceSelectorTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeClock clock = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Open_VideoFile_PlaysIt()
    {
        using var source = Open(folder.Video("clip.mp4", 12));
        using var first = source.Next(default);
        using var second = source.Next(default);

        Assert.Equal("clip.mp4", source.Name);
        Assert.Equal((64, 48, 0L), (first!.Width, first.Height, first.Id));
        Assert.Equal(TimeSpan.FromMilliseconds(100), second!.Time - first.Time);
    }

    [Fact]
    public void Open_CutOffVideo_SaysSoAndGoesOn()
    {
        var bytes = File.ReadAllBytes(folder.Video("whole.avi", 30, "MJPG"));
        var path = folder.File("half.avi");
        File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);
        using var source = Open(path);

        for (var i = 0; i < 40; i++)
        {
            using var frame = source.Next(default);
            Assert.NotNull(frame);
        }

        Assert.Matches(@"^half\.avi: cut off after \d+ of 30 frames; repeating what is there$", source.Notice);
    }

    [Theory]
    [InlineData("notes.mp4")]
    [InlineData("notes.jpg")]
    [InlineData("notes.txt")]
    public void Open_TextFile_NamesFileInOneLine(string name)
    {
        File.WriteAllLines(folder.File(name), Enumerable.Repeat("milk, bread", 500));

        var error = Assert.Throws<UserException>(() => Open(folder.File(name)));

        Assert.StartsWith(folder.File(name), error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("none.mp4", "no such file")]
    [InlineData("camera:99", "/dev/video99 does not exist")]
    [InlineData("camera:one", "write camera:0")]
    [InlineData("http://127.0.0.1:9/stream", "cannot be opened")]
    public void Open_AbsentSource_SaysWhatIsWrong(string source, string expected)
    {
        if (!OperatingSystem.IsLinux() && expected.StartsWith("/dev", StringComparison.Ordinal)) return;

        Assert.Contains(expected, Assert.Throws<UserException>(() => Open(source)).Message);
    }

    [SkippableFact]
    public void Open_AutoWithoutCamera_PlaysTheReelAndSaysSo()
    {
        Skip.If(Directory.EnumerateFiles("/dev", "video*").Any(), "there is a camera");
        folder.Picture("a.png", 200, 0, 0);
        using var source = Open("auto");
        using var frame = source.Next(default);

        Assert.Equal("no camera, sample reel: a.png", source.Name);
        Assert.Equal(200, frame!.Pixels[0]);
    }

    [SkippableFact]
    public void Open_AutoWithNothing_IsAUserFault()
    {
        Skip.If(Directory.EnumerateFiles("/dev", "video*").Any(), "there is a camera");

        Assert.Contains("no camera found", Assert.Throws<UserException>(() => Open("auto")).Message);
    }

    private ICaptureSource Open(string source) => new SourceSelector(new FrameWriter(new FramePool(), clock), folder.Path).Open(source);
}
