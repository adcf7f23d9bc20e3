using TorchSharp;
using VlDistill.Trainer.Losses;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tests.Losses;

public sealed class KlDivergenceTests
{
    [Fact]
    public void Compute_HandComputed_MeansOverSamplesAndScalesByTemperature()
    {
        using var scope = NewDisposeScope();
        // The target says 3 : 1 at temperature 2, the logits 1 : 1; the second sample agrees.
        var target = tensor([2 * (float)Math.Log(3), 0, 0, 0], [2, 2]);
        var logits = zeros(2, 2);
        var expected = 4 * (0.75 * Math.Log(0.75 / 0.5) + 0.25 * Math.Log(0.25 / 0.5)) / 2;

        Assert.Equal(expected, KlDivergence.Compute(logits, target, 2).ToDouble(), 5);
    }

    [Fact]
    public void Compute_Identical_IsZeroWithoutGradient()
    {
        using var scope = NewDisposeScope();
        var logits = tensor([3f, -2, 0.5f], [1, 3]).requires_grad_();

        var value = KlDivergence.Compute(logits, logits, 2);
        value.backward();

        Assert.Equal(0, value.ToDouble(), 6);
        Assert.All(logits.grad!.data<float>().ToArray(), g => Assert.Equal(0, g, 1e-6f));
    }

    [Fact]
    public void Compute_Gradient_GoesToTheLogitsOnly()
    {
        using var scope = NewDisposeScope();
        var (logits, target) = (zeros(1, 2).requires_grad_(), tensor([(float)Math.Log(3), 0], [1, 2]).requires_grad_());

        KlDivergence.Compute(logits, target, 1).backward();

        Assert.Null(target.grad);
        // p − p_target = 0.5 − 0.75.
        Assert.Equal([-0.25f, 0.25f], logits.grad!.data<float>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Compute_CertainAndOpposite_StaysFinite()
    {
        using var scope = NewDisposeScope();

        Assert.Equal(2000, KlDivergence.Compute(tensor([-1000f, 1000], [1, 2]), tensor([1000f, -1000], [1, 2]), 1).ToDouble(), 1);
    }
}
