using VlDistill.Demo.Capture;
using VlDistill.Frames;

namespace VlDistill.Demo.Tests.Capture;

public sealed class CaptureLaneTests
{
    private readonly FramePool pool = new();
    private readonly SystemClock clock = new();

    [Fact]
    public void Step_TwoReaders_GivesBothTheSamePicture()
    {
        using Mailbox<Frame> first = new(), second = new();
        using var lane = Lane([first, second]);

        Assert.True(lane.Step());

        using Frame a = first.Take()!, b = second.Take()!;
        Assert.Equal((a.Id, a.Pixels[2]), (b.Id, b.Pixels[2]));
        Assert.Same(a.Pixels, b.Pixels);
        Assert.Equal(1, lane.Captured);
    }

    [Fact]
    public void Start_SlowReader_GetsTheLatestAndLosesNoBuffer()
    {
        using var reader = new Mailbox<Frame>();
        using (var lane = Lane([reader]))
        {
            lane.Start();
            SpinWait.SpinUntil(() => lane.Captured > 20, TimeSpan.FromSeconds(10));
            using var frame = reader.Take(TimeSpan.FromSeconds(1));
            Assert.True(frame!.Id >= 20);
        }
        reader.Dispose();

        Assert.True(reader.Dropped > 0);
        Assert.Equal(0, pool.Rented);
    }

    [Fact]
    public void Start_SourceFails_TellsWhy()
    {
        using var told = new ManualResetEventSlim();
        Exception? reason = null;
        var rounds = 0;
        using var lane = new CaptureLane(
            writer => new VideoFileSource("clip.mp4", () => rounds++ < 2 ? new FakeInput(1, fps: 200) : null, writer, loop: true), pool, clock, [], e =>
        {
            reason = e;
            told.Set();
        });

        lane.Start();

        Assert.True(told.Wait(TimeSpan.FromSeconds(10)));
        Assert.IsType<UserException>(reason);
    }

    private CaptureLane Lane(IReadOnlyList<Mailbox<Frame>> readers) => new(
        writer => new VideoFileSource("clip.mp4", () => new FakeInput(100, fps: 200), writer, loop: true), pool, clock, readers, _ => { });
}
