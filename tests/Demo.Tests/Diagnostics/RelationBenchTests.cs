using VlDistill.Demo.Diagnostics;
using VlDistill.Frames;

namespace VlDistill.Demo.Tests.Diagnostics;

public sealed class RelationBenchTests
{
    private static readonly Frame[] frames = [new(0, default, 4, 4, new byte[48])];

    [Fact]
    public void Run_FramesWithFewerRegions_TimesEightOfThemWithEveryModel()
    {
        var times = RelationBench.Run(new StubModels { Relates = true }, frames, seconds: 0);

        Assert.Equal(["student", "teacher"], times.Keys);
        Assert.All(times.Values, t => Assert.Equal(56, t.Pairs));
        Assert.All(times.Values, t => Assert.True(t.P95Ms >= t.P50Ms && t.P50Ms >= 0));
    }

    [Fact]
    public void Run_BundleWithoutRelations_TimesNothing() => Assert.Empty(RelationBench.Run(new StubModels(), frames, seconds: 0));
}
