using System.Diagnostics;
using VlDistill.Trainer.Evaluation;

namespace VlDistill.Trainer.Tests.Evaluation;

public sealed class FrameTimesTests
{
    [Fact]
    public void Medians_WorksOfKnownLength_GivesEachItsMedianWithoutTheWarmUp()
    {
        var (now, calls) = (0L, 0);
        Action<int> slowFirst = frame => now += Milliseconds(calls++ == 0 ? 1000 : frame);
        Action<int> constant = _ => now += Milliseconds(2);

        var medians = FrameTimes.Medians([5, 7, 9], [slowFirst, constant], () => now);

        Assert.Equal([7, 2], medians);
    }

    [Fact]
    public void Medians_TwoWorks_TakeTurnsAtBeingFirst()
    {
        var order = new List<string>();

        FrameTimes.Medians([0, 1], [f => order.Add($"a{f}"), f => order.Add($"b{f}")], () => 0);

        Assert.Equal(["a0", "b0", "b1", "a1"], order.Take(4));
        Assert.Equal((1 + FrameTimes.Rounds) * 4, order.Count);
    }

    private static long Milliseconds(long value) => value * Stopwatch.Frequency / 1000;
}
