using VlDistill.Demo.Vision;

namespace VlDistill.Demo.Tests.Vision;

public sealed class RollingFiguresTests
{
    [Fact]
    public void Percentiles_MoreThanKept_AreOfTheLast128()
    {
        var percentiles = new RollingPercentiles();
        for (int i = 0; i < 500; i++) percentiles.Add(1000);
        for (int i = 1; i <= 128; i++) percentiles.Add(i);

        Assert.Equal((64.0, 122.0), (percentiles.P50, percentiles.P95));
    }

    [Fact]
    public void Percentiles_None_AreZero() => Assert.Equal((0.0, 0.0), (new RollingPercentiles().P50, new RollingPercentiles().P95));

    [Fact]
    public void CopyTo_MoreThanKept_GivesTheNewestOldestFirst()
    {
        var line = new Sparkline();
        for (int i = 0; i < 100; i++) line.Add(i);
        float[] all = new float[Sparkline.Length], few = new float[3];

        Assert.Equal(64, line.CopyTo(all));
        Assert.Equal(3, line.CopyTo(few));

        Assert.Equal((36f, 99f), (all[0], all[^1]));
        Assert.Equal([97f, 98f, 99f], few);
        Assert.Equal(99f, line.Latest);
    }
}
