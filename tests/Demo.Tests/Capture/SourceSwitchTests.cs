using VlDistill.Demo.Capture;
using VlDistill.Frames;

namespace VlDistill.Demo.Tests.Capture;

public sealed class SourceSwitchTests
{
    private readonly FramePool pool = new();
    private readonly FakeClock clock = new();

    [Fact]
    public void Switch_SourceThatOpens_TakesOverWithNewIds()
    {
        using var reader = new Mailbox<Frame>();
        using var lane = Lane([reader], []);
        lane.Step();
        lane.Step();

        lane.Switch(writer => Film("second.mp4", writer));
        WaitFor(lane, "second.mp4");

        using var frame = reader.Take()!;
        Assert.True(frame.Id >= 2, $"frame {frame.Id} had that number before");
        Assert.Null(lane.Notice);
    }

    [Fact]
    public void Switch_SourceThatDoesNotOpen_KeepsTheOldOneAndSaysWhy()
    {
        using var lane = Lane([], []);

        lane.Switch(_ => throw new UserException("bad.mp4: is not a video"));
        SpinWait.SpinUntil(() => lane.Notice is not null, TimeSpan.FromSeconds(10));

        Assert.Equal("bad.mp4: is not a video", lane.Notice);
        Assert.True(lane.Step());
        Assert.Equal("first.mp4", lane.SourceName);
    }

    [Fact]
    public void Switch_WhileAnotherOpens_SaysToTryAgain()
    {
        using var hold = new ManualResetEventSlim();
        using var lane = Lane([], []);
        lane.Switch(writer =>
        {
            hold.Wait();
            return Film("second.mp4", writer);
        });

        lane.Switch(writer => Film("third.mp4", writer));

        Assert.Contains("still opening", lane.Notice);
        hold.Set();
        WaitFor(lane, "second.mp4");
    }

    [Fact]
    public void NextCamera_TwoCameras_GoesThroughThemAndBackToTheFirstSource()
    {
        using var lane = Lane([], [0, 2]);
        foreach (string expected in new[] { "camera 0", "camera 2", "first.mp4", "camera 0" })
        {
            lane.NextCamera();
            WaitFor(lane, expected);
        }
    }

    [Fact]
    public void NextCamera_SessionBeganWithACamera_ReturnsToIt()
    {
        using var lane = new CaptureLane(writer => Camera(1, writer), pool, clock, [], _ => { }, Cycle([0, 1, 2]));
        foreach (string expected in new[] { "camera 0", "camera 2", "camera 1" })
        {
            lane.NextCamera();
            WaitFor(lane, expected);
        }
    }

    [Fact]
    public void NextCamera_NoOther_SaysSo()
    {
        using var lane = new CaptureLane(writer => Camera(0, writer), pool, clock, [], _ => { }, Cycle([0]));

        lane.NextCamera();
        SpinWait.SpinUntil(() => lane.Notice is not null, TimeSpan.FromSeconds(10));

        Assert.StartsWith("no other camera found", lane.Notice);
        Assert.Equal("camera 0", lane.SourceName);
    }

    [Fact]
    public void Dispose_WhileOpening_ClosesWhatComes()
    {
        var input = new FakeInput(100);
        using var begun = new ManualResetEventSlim();
        var lane = Lane([], []);
        lane.Switch(writer =>
        {
            begun.Set();
            Thread.Sleep(50);
            return new LiveSource("late", () => input, writer, () => "");
        });
        begun.Wait();

        lane.Dispose();

        Assert.True(input.Disposed);
    }

    private static void WaitFor(CaptureLane lane, string name)
    {
        Assert.True(SpinWait.SpinUntil(() => lane.Step() && lane.SourceName == name, TimeSpan.FromSeconds(10)), $"{lane.SourceName} plays, not {name}: {lane.Notice}");
    }

    private static VideoFileSource Film(string name, FrameWriter writer) => new(name, () => new FakeInput(100), writer, loop: true);

    private static LiveSource Camera(int index, FrameWriter writer) => new($"camera {index}", () => new FakeInput(int.MaxValue), writer, () => "") { Camera = index };

    private static CameraCycle Cycle(int[] cameras) => new(() => cameras, Camera);

    private CaptureLane Lane(IReadOnlyList<Mailbox<Frame>> readers, int[] cameras) => new(writer => Film("first.mp4", writer), pool, clock, readers, _ => { }, Cycle(cameras));
}
