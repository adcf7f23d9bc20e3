using TorchSharp;
using VlDistill.Trainer.Methods.Ffsd;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tests.Methods.Ffsd;

public sealed class AttentionMapTests
{
    [Fact]
    public void Of_HandComputed_IsTheMeanSquareOverChannels()
    {
        using var scope = NewDisposeScope();
        var map = tensor([1f, 2, 3, 4, 5, 6, 7, 8], [1, 2, 2, 2]);

        Assert.Equal([13f, 20, 29, 40], AttentionMap.Of(map).data<float>().ToArray());
    }

    [Fact]
    public void Distance_HandComputed_MeansOverSamplesAndPlaces()
    {
        using var scope = NewDisposeScope();
        var x = tensor([3f, 4, 1, 0], [2, 2]);
        var y = tensor([1f, 0, 7, 0], [2, 2]);

        // (0.6, 0.8) against (1, 0), and (1, 0) against (1, 0).
        Assert.Equal((0.16 + 0.64) / 4, AttentionMap.Distance(x, y).ToDouble(), 6);
    }

    [Fact]
    public void Distance_ScaledTwin_IsZero()
    {
        using var scope = NewDisposeScope();
        var x = arange(1, 13, ScalarType.Float32).view(2, 6);

        Assert.Equal(0, AttentionMap.Distance(x, x * 7).ToDouble(), 6);
    }

    [Fact]
    public void Distance_DeadMap_HasFiniteGradient()
    {
        using var scope = NewDisposeScope();
        var dead = zeros(2, 3, 2, 2).requires_grad_();
        var target = ones(2, 3, 2, 2).requires_grad_();

        var value = AttentionMap.Distance(AttentionMap.Of(dead), AttentionMap.Of(target));
        value.backward();

        // 0 against (½, ½, ½, ½).
        Assert.Equal(0.25, value.ToDouble(), 6);
        Assert.Equal(0, dead.grad!.abs().sum().ToDouble());
        Assert.Null(target.grad);
    }

    [Fact]
    public void Distance_BothDead_IsZero()
    {
        using var scope = NewDisposeScope();

        Assert.Equal(0, AttentionMap.Distance(zeros(1, 4), zeros(1, 4)).ToDouble());
    }
}
