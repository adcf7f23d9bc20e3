using TorchSharp;
using VlDistill.Trainer.Methods.DistillVlm;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tests.Methods.DistillVlm;

public sealed class TokenQueueTests
{
    [Fact]
    public void Enqueue_MoreThanFit_WrapsAndReplacesTheOldest()
    {
        using var scope = NewDisposeScope();
        using var queue = new TokenQueue(5, 2);
        Assert.Null(queue.Negatives);

        queue.Enqueue(States(1, 2, 3));
        Assert.Equal([1, 2, 3], Slopes(queue));
        queue.Enqueue(States(4, 5, 6, 7));

        Assert.Equal([6, 7, 3, 4, 5], Slopes(queue));
        Assert.Equal(1, queue.Negatives!.square().sum(1).max().ToDouble(), 5);
    }

    [Fact]
    public void Enqueue_MoreThanAll_KeepsTheLast()
    {
        using var scope = NewDisposeScope();
        using var queue = new TokenQueue(3, 2);

        queue.Enqueue(States(1, 2, 3, 4, 5, 6, 7));

        Assert.Equal([5, 6, 7], Slopes(queue));
    }

    [Fact]
    public void StateDict_RoundTrip_GoesOnAtTheSamePlace()
    {
        using var scope = NewDisposeScope();
        using var first = new TokenQueue(4, 2);
        using var second = new TokenQueue(4, 2);
        first.Enqueue(States(1, 2, 3));
        second.load_state_dict(first.state_dict());

        first.Enqueue(States(4, 5));
        second.Enqueue(States(4, 5));

        Assert.Equal(Slopes(first), Slopes(second));
    }

    [Fact]
    public void NearDuplicates_OneOfFour_IsAQuarter()
    {
        using var scope = NewDisposeScope();
        using var queue = new TokenQueue(8, 2);
        Assert.Equal(0, queue.NearDuplicates(States(1)).ToDouble());
        queue.Enqueue(tensor(new float[] { 1, 1, 1, 0, 0, 1, -1, -1 }, [4, 2]));

        Assert.Equal(0.25, queue.NearDuplicates(States(1.05f)).ToDouble(), 6);
    }

    /// <summary>Vectors (1, slope), told apart after normalisation by their slope.</summary>
    private static Tensor States(params float[] slopes) => tensor(slopes.SelectMany(s => (float[])[1, s]).ToArray(), [slopes.Length, 2]);

    private static int[] Slopes(TokenQueue queue) => [.. (queue.Negatives!.select(1, 1) / queue.Negatives!.select(1, 0)).data<float>().Select(s => (int)Math.Round(s))];
}
