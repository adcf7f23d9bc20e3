using VlDistill.Demo.Diagnostics;
using VlDistill.Demo.Vision;
using VlDistill.Inference;

namespace VlDistill.Demo.Tests.Diagnostics;

public sealed class DrawStatisticsTests
{
    [Fact]
    public void Drawn_SixtyEvenAndTenLate_GivesPercentilesToAQuarterMillisecond()
    {
        var draws = new DrawStatistics();
        double now = 0;
        for (int i = 0; i <= 70; i++) draws.Drawn(TimeSpan.FromMilliseconds(now += i > 60 ? 80.1 : 33.3), null);

        Assert.Equal(33.3, draws.FrameIntervalMs!.P50, 0.25);
        Assert.Equal(80.1, draws.FrameIntervalMs.P95, 0.25);
        Assert.Null(draws.OverlayAgeMs);
    }

    [Fact]
    public void Drawn_SameBoxesThrice_CountsTheFirst()
    {
        var draws = new DrawStatistics();
        var sight = new Sight(1, TimeSpan.FromMilliseconds(100), new Perception(StubModels.Regions, 0));
        foreach (int ms in (int[])[160, 190, 220]) draws.Drawn(TimeSpan.FromMilliseconds(ms), sight);

        Assert.Equal(60, draws.OverlayAgeMs!.P50, 0.25);
        Assert.Equal(60, draws.OverlayAgeMs.P95, 0.25);
    }

    [Fact]
    public void Meter_BusyThread_CountsItsCoreAndMemory()
    {
        using var meter = new ResourceMeter();
        var until = DateTime.UtcNow.AddSeconds(1.3);
        double sink = 0;
        while (DateTime.UtcNow < until) sink += Math.Sqrt(sink + 1);

        Assert.InRange(meter.MeanCpuPercent, 5, 100.0 * Environment.ProcessorCount + 50);
        Assert.True(meter.CpuPercent > 5, $"{meter.CpuPercent} %");
        Assert.True(meter.MegabytesResident > 20, $"{meter.MegabytesResident} MB");
    }
}
