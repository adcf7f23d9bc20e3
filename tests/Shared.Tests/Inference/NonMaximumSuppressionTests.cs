using VlDistill.Inference;
using VlDistill.Regions;

namespace VlDistill.Tests.Inference;

public sealed class NonMaximumSuppressionTests
{
    private static readonly Box box = new(0, 0, 0.5f, 0.5f);
    private static readonly Box nearly = new(0, 0, 0.5f, 0.45f);
    private static readonly Box apart = new(0.5f, 0.5f, 1, 1);

    [Fact]
    public void Apply_OverlapOfOneClass_KeepsTheBest()
    {
        var kept = NonMaximumSuppression.Apply([new(nearly, 1, 0.5f), new(box, 1, 0.9f), new(apart, 1, 0.4f)], 0.3f, 0.6f, 10);

        Assert.Equal([box, apart], kept.Select(k => k.Box));
    }

    [Fact]
    public void Apply_OverlapOfTwoClasses_KeepsBoth()
    {
        Assert.Equal(2, NonMaximumSuppression.Apply([new(nearly, 1, 0.5f), new(box, 2, 0.9f)], 0.3f, 0.6f, 10).Count);
    }

    [Fact]
    public void Apply_LowScoresAndCrowds_RespectsBothLimits()
    {
        Assert.Single(NonMaximumSuppression.Apply([new(box, 1, 0.29f), new(apart, 1, 0.3f)], 0.3f, 0.6f, 10));
        Assert.Equal(0.9f, Assert.Single(NonMaximumSuppression.Apply([new(box, 1, 0.4f), new(apart, 1, 0.9f)], 0.3f, 0.6f, 1)).Score);
    }

    [Fact]
    public void Apply_AcrossClasses_KeepsTheBestOfBoth() =>
        Assert.Equal([new Region(box, 2, 0.9f)], NonMaximumSuppression.Apply([new(nearly, 1, 0.5f), new(box, 2, 0.9f)], 0.3f, 0.6f, 10, acrossClasses: true));

    [Fact]
    public void Apply_BesideOthers_LeavesOutWhatTheyCover() =>
        Assert.Equal([apart], NonMaximumSuppression.Apply([new(nearly, 1, 0.5f), new(apart, 1, 0.4f)], 0.3f, 0.6f, 10, acrossClasses: true, beside: [new(box, 2, 0.9f)]).Select(k => k.Box));
}
