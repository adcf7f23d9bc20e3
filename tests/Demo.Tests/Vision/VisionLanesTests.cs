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
    public void Relate_OnAndOff_RelatesDescribedFramesOnlyWhileItIsOn()
    {
        var pool = new FramePool();
        var related = new List<string>();
        using var frames = new Mailbox<Frame>();
        using var lanes = new VisionLanes(
            new StubModels { Seen = StubModels.Pair, Relates = true }, frames, new ChangeGate(always: true), new SystemClock(), (_, _) => { }, related: result => related.Add($"{result.Model} {result.FrameId}"));
        lanes.Open();

        Step(1);
        Assert.Null(lanes.Feeds[0].Relations);
        Assert.Null(lanes.Feeds[0].Statistics.Summarise().Relations);
        lanes.Relate(true);
        Step(2);
        Step(3);
        lanes.Relate(false);
        Step(4);

        Assert.Equal(["student 2", "teacher 2", "student 3", "teacher 3"], related);
        Assert.Equal(["on", "near"], lanes.Feeds.Select(feed => feed.Relations!.Surest.Single().Predicate));
        Assert.Equal(new RelationSummary(2, 2, 3, 3), lanes.Feeds[0].Statistics.Summarise().Relations);
        var told = lanes.Feeds[1].Relations!.Told[0];
        Assert.Equal((lanes.Tracker.TrackOf(0), lanes.Tracker.TrackOf(1)), (told.SubjectTrack, told.ObjectTrack));

        void Step(int frame)
        {
            frames.Put(pool.Rent(frame, TimeSpan.FromSeconds(0.1 * frame), 4, 4));
            lanes.Step();
        }
    }

    [Fact]
    public void Relate_WhilePaused_RelatesTheLastFrameOnce()
    {
        var pool = new FramePool();
        int related = 0;
        using var frames = new Mailbox<Frame>();
        using var lanes = new VisionLanes(
            new StubModels { Seen = StubModels.Pair, Relates = true }, frames, new ChangeGate(), new SystemClock(), (_, _) => { }, related: _ => related++);
        lanes.Open();
        frames.Put(pool.Rent(7, default, 4, 4));
        lanes.Step();

        lanes.Relate(true);
        for (int i = 0; i < 3; i++) lanes.Step();

        Assert.Equal(2, related);
        Assert.All(lanes.Feeds, feed => Assert.Equal(7, feed.Relations!.FrameId));
    }

    [Fact]
    public void Relate_BundleWithoutRelations_SaysSoAndGoesOn()
    {
        var pool = new FramePool();
        using var frames = new Mailbox<Frame>();
        using var lanes = new VisionLanes(new StubModels(), frames, new ChangeGate(), new SystemClock(), (_, _) => { });
        lanes.Open();
        lanes.Relate(true);
        frames.Put(pool.Rent(7, default, 4, 4));
        lanes.Step();

        Assert.NotNull(lanes.Feeds[0].LatestComplete);
        Assert.All(lanes.Feeds, feed => Assert.Equal($"{feed.Model} has no relation network in this bundle", feed.Unrelated));
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
