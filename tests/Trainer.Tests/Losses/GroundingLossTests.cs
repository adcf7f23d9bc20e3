using TorchSharp;
using VlDistill.Trainer.Losses;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tests.Losses;

public sealed class GroundingLossTests
{
    private const int Heads = 4, Regions = 3, Words = 2, Tokens = Regions + Words;

    [Fact]
    public void Compute_EvenAttention_IsTheLogOfTheShareOfNamedRegions()
    {
        using var scope = NewDisposeScope();
        var attention = ones(1, Heads, Tokens, Tokens) / Tokens;

        // The first word names two regions of five tokens, the second none.
        Assert.Equal(-Math.Log(2.0 / Tokens), Loss(attention, [0, 1, 1, 0, 0, 0]), 1e-3);
        Assert.Equal(-(Math.Log(2.0 / Tokens) + Math.Log(1.0 / Tokens)) / 2, Loss(attention, [0, 1, 1, 1, 0, 0]), 1e-3);
    }

    [Fact]
    public void Compute_NothingNamed_IsZero()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(0, Loss(ones(1, Heads, Tokens, Tokens) / Tokens, new float[6]));
    }

    [Fact]
    public void Compute_AttentionWhereItShouldBe_IsNearZeroWhateverTheOtherHeadsDo()
    {
        using var scope = NewDisposeScope();
        var attention = zeros(1, Heads, Tokens, Tokens);
        attention[0, ..(Heads / 2), Regions, 1] = 1;

        Assert.InRange(Loss(attention, [0, 1, 0, 0, 0, 0]), -1e-3, 1e-3);
        Assert.True(Loss(attention, [1, 0, 0, 0, 0, 0]) > 9);
    }

    private static double Loss(Tensor attention, float[] named) => GroundingLoss.Compute(attention, tensor(named, [1, Words, Regions]), 1).Value.ToDouble();
}
