using VlDistill.Demo.Capture;
using VlDistill.Frames;

namespace VlDistill.Demo.Tests.Capture;

public sealed class LiveSourceTests
{
    private readonly FakeClock clock = new();
    private readonly Queue<IVideoInput?> inputs = new();

    [Fact]
    public void Next_UnpluggedMidway_SaysSoAndReconnects()
    {
        var first = new FakeInput(2, claims: 0);
        inputs.Enqueue(first);
        inputs.Enqueue(null);
        inputs.Enqueue(null);
        inputs.Enqueue(new FakeInput(5, claims: 0));
        using var source = Source();

        Assert.Equal([0, 1], Take(source, reads: 2));
        Assert.Empty(Take(source, reads: 3));
        Assert.Equal("camera 0: no more pictures; reconnecting (check the cable)", source.Notice);
        Assert.True(first.Disposed);
        Assert.Equal([0, 1], Take(source, reads: 4));
        Assert.Null(source.Notice);
        Assert.Equal([0.5, 1, 2], clock.Waits.Select(w => w.TotalSeconds));
    }

    [Fact]
    public void Next_NeverComesBack_WaitsNoLongerThanEightSeconds()
    {
        inputs.Enqueue(new FakeInput(0, claims: 0));
        using var source = Source();

        Take(source, reads: 12);

        Assert.Equal([0.5, 1, 2, 4, 8, 8, 8, 8, 8], clock.Waits.Select(w => w.TotalSeconds));
    }

    [Fact]
    public void Constructor_CannotOpen_SaysWhatToDo()
    {
        var error = Assert.Throws<UserException>(Source);

        Assert.Equal("camera 0: cannot be opened; check the cable", error.Message);
    }

    [Fact]
    public void Next_StopWhileReconnecting_DoesNotOpen()
    {
        inputs.Enqueue(new FakeInput(0, claims: 0));
        inputs.Enqueue(new FakeInput(1, claims: 0));
        using var source = Source();
        Take(source, reads: 3);

        Assert.Null(source.Next(new CancellationToken(canceled: true)));
        Assert.Single(inputs);
    }

    [Fact]
    public void Next_FilmBehindAnAddress_PlaysAtItsOwnRate()
    {
        inputs.Enqueue(new FakeInput(5, fps: 10));
        using var source = Source();

        Take(source, reads: 4);

        Assert.Equal(0.3, clock.Now.TotalSeconds, 6);
    }

    [Fact]
    public void Next_FilmBehindAnAddressEnds_BeginsAgainWithoutComplaint()
    {
        inputs.Enqueue(new FakeInput(2));
        inputs.Enqueue(new FakeInput(2));
        using var source = Source();

        Assert.Equal([0, 1, 0, 1], Take(source, reads: 5));
        Assert.Null(source.Notice);
    }

    [Fact]
    public void Next_CameraWithAnotherMode_SaysSoForAWhile()
    {
        inputs.Enqueue(new FakeInput(5, claims: 0) { Remark = "camera 0: does not do 4K" });
        using var source = Source();

        Take(source, reads: 1);
        Assert.Equal("camera 0: does not do 4K", source.Notice);
        clock.Now += TimeSpan.FromSeconds(11);
        Take(source, reads: 1);

        Assert.Null(source.Notice);
    }

    private LiveSource Source() => new("camera 0", () => inputs.TryDequeue(out var input) ? input : null, new FrameWriter(new FramePool(), clock), () => "check the cable");

    private static List<int> Take(LiveSource source, int reads)
    {
        var numbers = new List<int>();
        for (var i = 0; i < reads; i++)
        {
            if (source.Next(default) is not { } frame) continue;
            numbers.Add(frame.Pixels[2]);
            frame.Dispose();
        }
        return numbers;
    }
}
