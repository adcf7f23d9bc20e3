using VlDistill.Frames;

namespace VlDistill.Tests.Frames;

public sealed class FrameRateTests
{
    [Fact]
    public void Tick_Evenly_GivesTheRate()
    {
        var rate = new FrameRate();

        for (var i = 0; i < 100; i++) rate.Tick(TimeSpan.FromMilliseconds(40 * i));

        Assert.Equal(25, rate.PerSecond, 6);
        Assert.Equal(100, rate.Count);
    }

    [Fact]
    public void Tick_AfterAChange_FollowsIt()
    {
        var rate = new FrameRate();
        for (var i = 0; i < 50; i++) rate.Tick(TimeSpan.FromMilliseconds(10 * i));

        for (var i = 1; i <= 40; i++) rate.Tick(TimeSpan.FromMilliseconds(490 + 100 * i));

        Assert.Equal(10, rate.PerSecond, 6);
    }

    [Fact]
    public void PerSecond_BeforeTheSecondTick_IsZero()
    {
        var rate = new FrameRate();
        rate.Tick(TimeSpan.FromSeconds(1));

        Assert.Equal(0, rate.PerSecond);
    }
}
