using TorchSharp;
using static TorchSharp.torch;

namespace VlDistill.Compat.Torch.Tensors;

public sealed class ArithmeticTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly Tensor a = tensor(new float[] { 1, -2, 3 });
    private readonly Tensor b = tensor(new float[] { 4, 5, -6 });

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Operators_OfTwoTensors_WorkElementByElement()
    {
        Close.To([5, 3, -3], a + b);
        Close.To([-3, -7, 9], a - b);
        Close.To([4, -10, -18], a * b);
        Close.To([0.25f, -0.4f, -0.5f], a / b);
        Close.To([-1, 2, -3], -a);
    }

    [Fact]
    public void Operators_WithANumberOnEitherSide_KeepItsSide()
    {
        Close.To([3, 0, 5], a + 2);
        Close.To([9, 12, 7], 10 - a);
        Close.To([2, -1, 2 / 3f], 2.0 / a);
        Close.To([0.5f, -1, 1.5f], a * 0.5f);
        Assert.Equal(ScalarType.Float32, (a * 2.0).dtype);
        Assert.Equal(ScalarType.Int64, (tensor(new long[] { 1 }) + 1).dtype);
    }

    [Fact]
    public void Comparisons_GiveBooleans()
    {
        Close.To([0, 0, 1], a > 1);
        Close.To([1, 0, 1], a >= 1);
        Close.To([1, 1, 0], a < b);
        Close.To([0, 1, 0], a.eq(-2));
        Close.To([1, 0, 1], a != -2);
        Close.To([0, 1, 0], 0 > a);
        Assert.Equal(ScalarType.Bool, (a > 1).dtype);
    }

    [Fact]
    public void InPlace_ReturnsTheSameObject()
    {
        var target = a.clone();
        Assert.Same(target, target.add_(b, 2));
        Close.To([9, 8, -9], target);
        Assert.Same(target, target.mul_(0.5).clamp_(-1, 4.25));
        Close.To([4.25f, 4, -1], target);
        Assert.Same(target, target.addcmul_(a, b, 0.5));
        Close.To([6.25f, -1, -10], target);
        Close.To([2.5f, 1.5f, -1.5f], a.lerp(b, full_like(a, 0.5)));
    }

    [Fact]
    public void Division_WithRounding_FollowsTheMode()
    {
        var n = tensor(new long[] { 7, -7 });
        Close.To([3, -4], n.div(2, RoundingMode.floor));
        Close.To([3, -3], n.div(2, RoundingMode.trunc));
        Close.To([3.5f, -3.5f], n / 2);
        Close.To([1, 1], n % 2);
    }

    [Fact]
    public void Pointwise_Functions_MatchTheirFormulas()
    {
        var x = tensor(new float[] { -1, 0.5f, 2 });
        Close.To([0.26894143f, 0.62245935f, 0.880797f], x.sigmoid());
        Close.To([0, 0.5f, 2], x.relu());
        Close.To([-0.15865526f, 0.34573123f, 1.9544997f], x.gelu());
        Close.To([-0.26894143f, 0.31122968f, 1.7615942f], x.silu());
        Close.To([-1 / 3f, 0.5f * 3.5f / 6, 2 * 5 / 6f], x.hardswish());
        Close.To([1, 0.25f, 4], x.pow(2));
        Close.To([0.36787945f, 1.6487212f, 7.389056f], x.exp());
        Close.To([-1, 0.5f, 1], x.clamp(max: 1));
        Close.To([1.4142135f], tensor(new float[] { 0.5f }).rsqrt());
    }

    [Fact]
    public void Products_MatchHandComputation()
    {
        var m = tensor(new float[,] { { 1, 2 }, { 3, 4 } });
        var n = tensor(new float[,] { { 0, 1 }, { 2, 3 } });
        Close.To([4, 7, 8, 15], m.matmul(n));
        Close.To([4, 7, 8, 15], m.mm(n));
        Close.To([4, 7, 8, 15], m.unsqueeze(0).bmm(n.unsqueeze(0)));
        Close.To([5, 8, 9, 16], ones(2, 2).addmm(m, n));
        Close.To([4, 7, 8, 15], einsum("ij,jk->ik", m, n));
        Close.To([-24], a.dot(b));
        Assert.Equal([3L, 3L], a.outer(b).shape);
    }

    [Fact]
    public void Operators_OnBadShapes_ThrowExternalException()
        => Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => a.matmul(ones(2, 2)));
}
