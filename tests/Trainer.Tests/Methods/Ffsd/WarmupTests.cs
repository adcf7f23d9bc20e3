using VlDistill.Trainer.Methods.Ffsd;

namespace VlDistill.Trainer.Tests.Methods.Ffsd;

public sealed class WarmupTests
{
    [Theory]
    [InlineData(0, 0.006737947)] // e⁻⁵
    [InlineData(1, 0.040762204)] // e^(−5 · 0.8²)
    [InlineData(2.5, 0.286504797)] // e^(−5 / 4)
    [InlineData(5, 1)]
    [InlineData(5.01, 1)]
    [InlineData(300, 1)]
    public void Factor_FiveEpochs_IsTheCodes(double epoch, double expected) => Assert.Equal(expected, Warmup.Factor(epoch, 5), 8);

    [Fact]
    public void Factor_ScaledLength_DependsOnTheShareOnly() => Assert.Equal(Warmup.Factor(2, 5), Warmup.Factor(0.4, 1), 12);

    [Fact]
    public void Factor_NoWarmup_IsOneFromTheStart() => Assert.Equal(1, Warmup.Factor(0, 0));

    [Fact]
    public void At_HalfWay_ScalesTheLambdasAndNotTheTemperature()
    {
        var half = new FfsdWeights(2, 10, 1000, 2).At(2.5, 5);
        var factor = Math.Exp(-1.25);

        Assert.Equal(2 * factor, half.Diversity, 12);
        Assert.Equal(10 * factor, half.Fusion, 12);
        Assert.Equal(1000 * factor, half.SelfDistillation, 10);
        Assert.Equal(2, half.Temperature);
    }
}
