using VlDistill.Demo.Vision;
using VlDistill.Regions;

namespace VlDistill.Demo.Tests.Vision;

public sealed class RegionTrackerTests
{
    private readonly RegionTracker tracker = new();
    private TimeSpan latest;

    [Fact]
    public void At_LinearMotionSeenTenTimesASecond_MovesSmoothlyAtThirty()
    {
        // Half a picture a second; a step of 1/30 s is 0.0167.
        const float Speed = 0.5f;
        float largest = 0, farthest = 0, before = float.NaN;

        for (int frame = 0; frame < 45; frame++)
        {
            if (frame % 3 == 0) Observe(frame / 30.0, Square(X(frame), 0.5f, 0.2f));
            var regions = At(Seconds(frame / 30.0));
            // The first sights tell neither presence nor speed.
            if (frame < 12) continue;
            float x = Centre(regions[0]);
            if (!float.IsNaN(before)) largest = Math.Max(largest, x - before);
            farthest = Math.Max(farthest, Math.Abs(x - X(frame)));
            before = x;
        }

        Assert.InRange(largest, 0.010f, 0.022f);
        Assert.True(farthest < 0.01f, $"{farthest} off the thing");

        static float X(int frame) => 0.1f + Speed * frame / 30;
    }

    [Fact]
    public void At_LateSight_ExtrapolatesAQuarterSecondAtMost()
    {
        for (int i = 0; i < 10; i++) ObserveAndDraw(i * 0.1, Square(0.1f + 0.03f * i, 0.5f, 0.2f));

        float soon = Centre(At(Seconds(1.1))[0]);
        for (int i = 0; i < 15; i++) At(Seconds(1.2 + 0.1 * i));
        float late = Centre(At(Seconds(2.7))[0]);

        // 0.37 when it was last seen, at 0.3 a second.
        Assert.Equal(0.43f, soon, 0.01);
        Assert.Equal(0.37f + 0.25f * 0.3f, late, 0.01);
    }

    [Fact]
    public void Observe_TwoThingsCross_KeepTheirIdentity()
    {
        for (int i = 0; i < 3; i++) ObserveAndDraw(i * 0.1, Square(Right(i), 0.45f, 0.2f), Square(Left(i), 0.55f, 0.2f));
        int right = IdNear(Right(2)), left = IdNear(Left(2));

        for (int i = 3; i < 20; i++) ObserveAndDraw(i * 0.1, Square(Right(i), 0.45f, 0.2f), Square(Left(i), 0.55f, 0.2f));

        Assert.Equal(right, IdNear(Right(19)));
        Assert.Equal(left, IdNear(Left(19)));
        Assert.Equal(2, At(Seconds(1.9)).Length);

        static float Right(int i) => 0.12f + 0.04f * i;
        static float Left(int i) => 0.88f - 0.04f * i;
    }

    [Fact]
    public void Observe_MissedTwice_KeepsIdentityAndStaysVisible()
    {
        for (int i = 0; i < 5; i++) ObserveAndDraw(i * 0.1, Square(0.2f + 0.02f * i, 0.5f, 0.2f));
        int id = At(Seconds(0.4))[0].Id;

        ObserveAndDraw(0.5);
        ObserveAndDraw(0.6);
        float opacity = At(Seconds(0.6))[0].Opacity;
        ObserveAndDraw(0.7, Square(0.34f, 0.5f, 0.2f));

        Assert.True(opacity > 0.9f, $"{opacity}");
        Assert.Equal(id, At(Seconds(0.7))[0].Id);
    }

    [Fact]
    public void Observe_Gone_FadesOutWithinHalfASecondOrSo()
    {
        for (int i = 0; i < 8; i++) ObserveAndDraw(i * 0.1, Square(0.5f, 0.5f, 0.2f));
        var opacities = new List<float>();

        for (int i = 8; i < 16; i++)
        {
            ObserveAndDraw(i * 0.1);
            opacities.Add(At(Seconds(i * 0.1)) is [var one, ..] ? one.Opacity : 0);
        }

        Assert.Equal(opacities.OrderDescending(), opacities);
        Assert.Contains(opacities, o => o is > 0.1f and < 0.9f);
        Assert.Equal(0, opacities[6]);
    }

    [Fact]
    public void Observe_SeenOnce_IsNotShown()
    {
        ObserveAndDraw(0);
        ObserveAndDraw(0.1, Square(0.5f, 0.5f, 0.2f));
        ObserveAndDraw(0.2);

        Assert.True(At(Seconds(0.2)).IsEmpty);
    }

    [Fact]
    public void At_PausedFromTheStart_FadesInWhileThePictureStands()
    {
        Observe(5, Square(0.5f, 0.5f, 0.2f));
        tracker.At(Seconds(5), Seconds(20));

        var regions = tracker.At(Seconds(5), Seconds(20.3));

        Assert.Equal(1, regions[0].Opacity);
        Assert.Equal(0.5f, Centre(regions[0]), 0.001);
    }

    [Fact]
    public void Observe_ClassFlickers_StaysOneThingWithTheCommonerLabel()
    {
        int[] labels = [1, 1, 2, 1, 2, 1, 1, 2, 1, 1];
        for (int i = 0; i < labels.Length; i++)
        {
            ObserveAndDraw(i * 0.1, Square(0.5f, 0.5f, 0.2f, labels[i]));
            if (i == 0) continue;
            var regions = At(Seconds(i * 0.1));
            Assert.Equal(1, regions.Length);
            Assert.Equal((0, 1), (regions[0].Id, regions[0].Label));
        }
    }

    [Fact]
    public void Observe_TwoClassesOnOneThing_ShowsItOnceUnderTheSurerName()
    {
        for (int i = 0; i < 4; i++) ObserveAndDraw(i * 0.1, Square(0.5f, 0.5f, 0.2f, 3, 0.5f), Square(0.505f, 0.5f, 0.2f, 4, 0.8f));

        var regions = At(Seconds(0.3));

        Assert.Equal(1, regions.Length);
        Assert.Equal(4, regions[0].Label);
        Assert.Equal(tracker.TrackOf(0), tracker.TrackOf(1));
    }

    [Fact]
    public void Observe_TwoBoxesOfOneClassOnOneThing_ShowsTheSurer()
    {
        // IoU 1/2: shifted by a third of their width.
        for (int i = 0; i < 4; i++) ObserveAndDraw(i * 0.1, Square(0.5f, 0.5f, 0.3f, 3, 0.5f), Square(0.6f, 0.5f, 0.3f, 3, 0.8f));

        var regions = At(Seconds(0.3));

        Assert.Equal(1, regions.Length);
        Assert.Equal(0.6f, Centre(regions[0]), 0.001);
    }

    [Fact]
    public void Observe_TimeStartsAnew_ForgetsTheOldSource()
    {
        for (int i = 0; i < 4; i++) ObserveAndDraw(10 + i * 0.1, Square(0.2f, 0.2f, 0.2f));

        for (int i = 0; i < 4; i++) ObserveAndDraw(i * 0.1, Square(0.8f, 0.8f, 0.2f));

        var regions = At(Seconds(0.3));
        Assert.Equal(1, regions.Length);
        Assert.Equal(0.8f, Centre(regions[0]), 0.001);
    }

    [Fact]
    public void At_ThousandFrames_AllocatesNothing()
    {
        for (int i = 0; i < 4; i++) ObserveAndDraw(i * 0.1, Square(0.2f, 0.2f, 0.2f), Square(0.7f, 0.7f, 0.2f));
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int i = 0; i < 1000; i++) At(Seconds(0.3 + i * 0.01));

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private ReadOnlySpan<TrackedRegion> At(TimeSpan time) => tracker.At(time, time);

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private static float Centre(TrackedRegion region) => (region.Box.X1 + region.Box.X2) / 2;

    private static Region Square(float x, float y, float size, int label = 0, float score = 0.9f) =>
        new(new Box(x - size / 2, y - size / 2, x + size / 2, y + size / 2), label, score);

    private void Observe(double seconds, params Region[] regions) => tracker.Observe(RegionSet.From(regions), Seconds(seconds));

    private void ObserveAndDraw(double seconds, params Region[] regions)
    {
        Observe(seconds, regions);
        latest = Seconds(seconds);
        At(latest);
    }

    private int IdNear(float x)
    {
        foreach (var region in At(latest)) if (Math.Abs(Centre(region) - x) < 0.05f) return region.Id;
        return -1;
    }
}
