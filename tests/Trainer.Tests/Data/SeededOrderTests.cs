using VlDistill.Trainer.Data;

namespace VlDistill.Trainer.Tests.Data;

public sealed class SeededOrderTests
{
    [Fact]
    public void Batch_OneEpoch_ShowsEverySampleOnce()
    {
        var order = new SeededOrder(3, 20, 4);

        Assert.Equal(Enumerable.Range(0, 20), Enumerable.Range(0, 5).SelectMany(s => order.Batch(s)).Order());
    }

    [Fact]
    public void Batch_AcrossTheEndOfAnEpoch_IsFull()
    {
        var order = new SeededOrder(3, 10, 4);

        var seen = Enumerable.Range(0, 5).SelectMany(s => order.Batch(s)).ToArray();

        Assert.Equal(20, seen.Length);
        Assert.All(seen.CountBy(s => s), s => Assert.Equal(2, s.Value));
    }

    [Fact]
    public void Batch_FreshInstanceAtALaterStep_IsTheSame()
    {
        var straight = new SeededOrder(7, 101, 8);
        for (var step = 0; step < 40; step++) straight.Batch(step);

        Assert.Equal(straight.Batch(41), new SeededOrder(7, 101, 8).Batch(41));
    }

    [Fact]
    public void Batch_OtherSeedOrEpoch_IsInAnotherOrder()
    {
        var order = new SeededOrder(1, 64, 64);

        Assert.NotEqual(order.Batch(0), order.Batch(1));
        Assert.NotEqual(order.Batch(0), new SeededOrder(2, 64, 64).Batch(0));
    }
}
