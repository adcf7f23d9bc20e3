using TorchSharp;
using VlDistill.Trainer.Methods.Ffsd;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tests.Methods.Ffsd;

public sealed class AttentionShiftTests
{
    [Fact]
    public void Target_HandComputed_TurnsWhatIsAboveTheThreshold()
    {
        using var scope = NewDisposeScope();
        // ‖y‖ = 4; ŷ = y / 4; six places, so the second smallest is the threshold: 1 / 4.
        var y = tensor([1f, 3, 0, 2, 1, 1], [1, 6]);

        // Three places tie for the threshold and get n / 2; the 0 below stays; 3 and 2 become n − ŷ.
        Assert.Equal([2f, 3.25f, 0, 3.5f, 2, 2], Values(AttentionShift.Target(y)), Close);
    }

    [Fact]
    public void Target_NothingBelow_TurnsAllButTheThreshold()
    {
        using var scope = NewDisposeScope();
        var y = tensor([2f, 4, 5, 6, 0, 0], [1, 6]); // ‖y‖ = 9

        var target = Values(AttentionShift.Target(y));

        // Two zeros: the second smallest is 0, nothing lies below it.
        Assert.Equal([9 - 2 / 9f, 9 - 4 / 9f, 9 - 5 / 9f, 9 - 6 / 9f, 4.5f, 4.5f], target, Close);
    }

    [Fact]
    public void Target_ThirdOfNine_TakesTheThirdSmallest()
    {
        using var scope = NewDisposeScope();
        var y = arange(0, 9, ScalarType.Float32).view(1, 9);
        var n = (float)Math.Sqrt(204);

        var target = Values(AttentionShift.Target(y));

        Assert.Equal([0, 1 / n, n / 2], target[..3], Close);
        Assert.Equal(n - 3 / n, target[3], 1e-4f);
        Assert.Equal(n - 8 / n, target[8], 1e-4f);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Target_ConstantMap_IsHalfTheNormEverywhere(int places)
    {
        using var scope = NewDisposeScope();
        var n = (float)Math.Sqrt(places) * 3;

        Assert.Equal(Enumerable.Repeat(n / 2, places), Values(AttentionShift.Target(full([1, places], 3f))), Close);
    }

    [Fact]
    public void Target_DeadMap_IsZero()
    {
        using var scope = NewDisposeScope();

        Assert.Equal(0, AttentionShift.Target(zeros(2, 4)).abs().sum().ToDouble());
    }

    [Fact]
    public void Loss_HandComputed()
    {
        using var scope = NewDisposeScope();
        // One channel whose squares are the attention; ‖(0, 1, 2, 2)‖ = 3 and the smallest of four is the threshold.
        var other = tensor([0f, 1, 2, 2], [1, 1, 2, 2]).sqrt().requires_grad_();
        var own = tensor([1f, 0, 0, 0], [1, 1, 2, 2]).requires_grad_();
        double[] target = [1.5, 3 - 1 / 3.0, 3 - 2 / 3.0, 3 - 2 / 3.0];

        var value = AttentionShift.Loss(own, other);
        value.backward();

        Assert.Equal((Math.Pow(1 - target[0], 2) + target.Skip(1).Sum(t => t * t)) / 4, value.ToDouble(), 4);
        Assert.Null(other.grad);
        Assert.NotNull(own.grad);
    }

    [Fact]
    public void Loss_DeadMaps_HasNoNaN()
    {
        using var scope = NewDisposeScope();
        var own = zeros(2, 3, 2, 2).requires_grad_();

        var value = AttentionShift.Loss(own, zeros(2, 3, 2, 2));
        value.backward();

        Assert.Equal(0, value.ToDouble());
        Assert.Equal(0, own.grad!.abs().sum().ToDouble());
    }

    [Fact]
    public void Move_HandComputed_AddsTheChangeToEveryChannel()
    {
        using var scope = NewDisposeScope();
        var plane = tensor([0f, 1, 2, 2], [1, 1, 2, 2]).sqrt();
        var map = cat([plane, -plane], 1).requires_grad_(); // the same attention (0, 1, 2, 2), n = 3, two channels
        double[] change = [1.5, 3 - 2 / 3.0, 3 - 4 / 3.0, 3 - 4 / 3.0];

        var moved = AttentionShift.Move(map);

        Assert.False(moved.requires_grad);
        var difference = Values(moved - map.detach());
        Assert.Equal(change.Concat(change).Select(c => (float)(c * 3 / 2)), difference, Close);
    }

    [Fact]
    public void Move_DeadMap_StaysDead()
    {
        using var scope = NewDisposeScope();

        Assert.Equal(0, AttentionShift.Move(zeros(1, 2, 2, 2)).abs().sum().ToDouble());
    }

    private static float[] Values(Tensor tensor) => tensor.contiguous().data<float>().ToArray();

    private static bool Close(float a, float b) => Math.Abs(a - b) < 1e-4;
}
