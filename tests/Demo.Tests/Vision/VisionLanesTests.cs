using VlDistill.Demo.Vision;
using VlDistill.Frames;

namespace VlDistill.Demo.Tests.Vision;

public sealed class VisionLanesTests
{
    [Fact]
    public void Step_OneFrame_BothModelsDescribeThatFrame()
    {
        var pool = new FramePool();
        var completed = new List<(string Model, double? Distance)>();
        using var frames = new Mailbox<Frame>();
        using var lanes = new VisionLanes(new StubModels(), frames, new ChangeGate(), new SystemClock(), (result, distance) => completed.Add((result.Model, distance)));
        lanes.Open();
        frames.Put(pool.Rent(42, default, 4, 4));

        lanes.Step();

        Assert.Equal([42L, 42L], lanes.Feeds.Select(feed => feed.Latest!.FrameId));
        Assert.Equal("a thing", lanes.Feeds[0].LatestComplete!.Text);
        Assert.Equal("one thing", lanes.Feeds[1].LatestComplete!.Text);
        Assert.Equal("student", completed[0].Model);
        Assert.Null(completed[0].Distance);
        Assert.Equal(0, completed[1].Distance!.Value, 5);
    }

    [Fact]
    public void Step_TeacherOnTheLeft_IsStillTheReferenceAndComesLast()
    {
        var pool = new FramePool();
        var completed = new List<string>();
        using var frames = new Mailbox<Frame>();
        using var lanes = new VisionLanes(
            new StubModels { Models = ["teacher", "student"] }, frames, new ChangeGate(), new SystemClock(), (result, _) => completed.Add(result.Model));
        lanes.Open();
        frames.Put(pool.Rent(42, default, 4, 4));

        lanes.Step();

        Assert.Equal(["student", "teacher"], completed);
        Assert.Equal(["teacher", "student"], lanes.Feeds.Select(feed => feed.Model));
        Assert.Equal("teacher", lanes.Comparison.LatestPair!.Value.Right.Model);
        Assert.Equal((0, 1), (lanes.Feeds[0].Statistics.AttentionDistances.Count, lanes.Feeds[1].Statistics.AttentionDistances.Count));
    }

    [Fact]
    public void Start_ThirtyFrames_ReturnsEveryFrameToThePool()
    {
        var pool = new FramePool();
        using var described = new CountdownEvent(2);
        using (var frames = new Mailbox<Frame>())
        using (var lanes = new VisionLanes(new StubModels(), frames, new ChangeGate(always: true), new SystemClock(), (_, _) => Signal(described)))
        {
            lanes.Start(e => Assert.Fail(e.Message));
            for (int i = 0; i < 30; i++) frames.Put(pool.Rent(i, default, 4, 4));
            Assert.True(described.Wait(TimeSpan.FromSeconds(10)));
        }

        Assert.Equal(0, pool.Rented);
    }

    private static void Signal(CountdownEvent described)
    {
        if (!described.IsSet) described.Signal();
    }
}
