using TorchSharp;
using static TorchSharp.torch;

namespace VlDistill.Compat.Torch;

public sealed class AutogradTests
{
    public static TheoryData<string> Functions => ["pointwise", "matmul", "softmax", "layer norm", "conv", "attention", "gather", "cross entropy", "grid sample", "gelu and norm"];

    private static Tensor Evaluate(string name, Tensor x) => name switch
    {
        "pointwise" => (x.sin() * x.exp() + x.sigmoid() / (x * x + 1)).sum(),
        "matmul" => x.matmul(x.t()).pow(2).sum(),
        "softmax" => (x.softmax(1) * arange(6, dtype: float64).view(2, 3)).sum(),
        "layer norm" => nn.functional.layer_norm(x, [3], full([3], 2, dtype: float64), full([3], 1, dtype: float64)).pow(3).sum(),
        "conv" => nn.functional.conv2d(x.view(1, 1, 2, 3), arange(4, dtype: float64).view(1, 1, 2, 2), padding: [1, 1]).pow(2).sum(),
        "attention" => nn.functional.scaled_dot_product_attention(x.view(1, 2, 3), x.view(1, 2, 3), x.view(1, 2, 3)).pow(2).sum(),
        "gather" => x.gather(1, tensor(new long[,] { { 2, 2 }, { 0, 1 } })).pow(3).sum() + x[1, 2],
        "cross entropy" => nn.functional.cross_entropy(x, tensor(new long[] { 2, 0 }), label_smoothing: 0.1),
        "grid sample" => nn.functional.grid_sample(x.view(1, 1, 2, 3), tensor(new[] { 0.3, -0.2, -0.7, 0.9 }).view(1, 1, 2, 2)).pow(2).sum(),
        _ => (x.gelu().norm() + x.std(1).sum()).log(),
    };

    [Theory]
    [MemberData(nameof(Functions))]
    public void Backward_AgreesWithFiniteDifferences(string name)
    {
        using var scope = NewDisposeScope();
        double[] start = [0.3, -0.8, 1.1, 0.6, 0.2, -0.4];
        var x = tensor(start).view(2, 3).clone().requires_grad_();
        Evaluate(name, x).backward();
        var analytic = x.grad!.data<double>().ToArray();
        const double Small = 1e-6;
        for (int i = 0; i < start.Length; i++)
        {
            double high = At(i, Small), low = At(i, -Small);
            Assert.Equal((high - low) / (2 * Small), analytic[i], 1e-6);
        }

        double At(int i, double change)
        {
            var moved = start.ToArray();
            moved[i] += change;
            return Evaluate(name, tensor(moved).view(2, 3)).item<double>();
        }
    }

    [Fact]
    public void Gradients_OfTwoBackwards_Accumulate()
    {
        using var scope = NewDisposeScope();
        var x = ones(2).requires_grad_();
        (x * 2).sum().backward();
        (x * 3).sum().backward();
        Close.To([5, 5], x.grad!);
        x.grad = null;
        Assert.Null(x.grad);
    }

    [Fact]
    public void NoGrad_StopsRecordingAndRestores()
    {
        using var scope = NewDisposeScope();
        var x = ones(2).requires_grad_();
        using (no_grad())
        {
            Assert.False((x * 2).requires_grad);
            using (enable_grad())
            {
                Assert.True((x * 2).requires_grad);
            }
            Assert.False(is_grad_enabled());
        }
        Assert.True((x * 2).requires_grad);
        Assert.False((x * 2).is_leaf);
        Assert.False((x * 2).detach().requires_grad);
        using (inference_mode())
        {
            Assert.False((x * 2).requires_grad);
        }
    }

    [Fact]
    public void Grad_ReturnsDerivativesWithoutStoringThem()
    {
        using var scope = NewDisposeScope();
        var x = full(1, 3.0f).requires_grad_();
        var first = autograd.grad([x.pow(3).sum()], [x], create_graph: true)[0];
        Close.To([27], first);
        Close.To([18], autograd.grad([first.sum()], [x])[0]);
        Assert.Null(x.grad);
    }
}
