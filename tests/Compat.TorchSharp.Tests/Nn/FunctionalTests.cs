using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace VlDistill.Compat.Torch.Nn;

public sealed class FunctionalTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly Tensor picture = arange(1, 10, dtype: float32).view(1, 1, 3, 3);

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Conv2d_MatchesHandComputation()
    {
        var kernel = tensor(new float[,,,] { { { { 1, 0 }, { 0, -1 } } } });
        Close.To([-4, -4, -4, -4], F.conv2d(picture, kernel));
        Close.To([-1, -3, -7, -4], F.conv2d(picture, kernel, strides: [2, 2], padding: [1, 1]));
        Assert.Equal([1L, 2L, 3L, 3L], F.conv2d(picture.expand(1, 2, 3, 3), ones(2, 1, 3, 3), padding: [1, 1], groups: 2).shape);
    }

    [Fact]
    public void Pools_MatchHandComputation()
    {
        Close.To([5, 6, 8, 9], F.max_pool2d(picture, 2, 1));
        Close.To([3, 4, 6, 7], F.avg_pool2d(picture, 2, 1));
        Close.To([5], F.adaptive_avg_pool2d(picture, 1));
    }

    [Fact]
    public void Interpolation_AndSampling_ReadBetweenPixels()
    {
        Close.To([1, 2, 3, 4, 5, 6, 7, 8, 9], F.interpolate(picture, size: [3, 3], mode: InterpolationMode.Bilinear));
        var twice = F.interpolate(picture, scale_factor: [2, 2]);
        Assert.Equal([1L, 1L, 6L, 6L], twice.shape);
        Close.To([1, 1, 2, 2, 3, 3], twice[0, 0, 0]);
        // (−1, −1) and (1, 1) are the corners of the picture, not the centres of its corner pixels.
        Close.To([5, 0.25f], F.grid_sample(picture, tensor(new float[] { 0, 0, -1, -1 }).view(1, 1, 2, 2)));
        Close.To([5, 1], F.grid_sample(picture, tensor(new float[] { 0, 0, -1, -1 }).view(1, 1, 2, 2), padding_mode: GridSamplePaddingMode.Border));
        Close.To([0, 1, 2, 3, 0], F.pad(picture, [1, 1])[0, 0, 0]);
        Close.To([2, 1, 2, 3, 2], F.pad(picture, (1, 1, 1, 1), PaddingModes.Reflect)[0, 0, 1]);
    }

    [Fact]
    public void Norms_MatchHandComputation()
    {
        var x = tensor(new float[,] { { 1, 3 }, { 5, 9 } });
        Close.To([-1, 1, -1, 1], F.layer_norm(x, [2]), 1e-4);
        Close.To([-1, -1, 1, 1], F.batch_norm(x, zeros(2), ones(2), training: true), 1e-4);
        Close.To([-1, 1, -1, 1], F.group_norm(x.view(2, 2, 1), 1), 1e-4);
    }

    [Fact]
    public void Losses_MatchHandComputation()
    {
        var logits = tensor(new float[,] { { 0, MathF.Log(3) } });
        var target = tensor(new long[] { 1 });
        float wrong = -MathF.Log(0.25f), right = -MathF.Log(0.75f);
        Close.To([right], F.cross_entropy(logits, target));
        Close.To([0.95f * right + 0.05f * wrong], F.cross_entropy(logits, target, label_smoothing: 0.1));
        Close.To([0], F.cross_entropy(logits, target, ignore_index: 1, reduction: nn.Reduction.Sum));
        Close.To([right], F.nll_loss(logits.log_softmax(1), target));
        Close.To([0.6931472f], F.binary_cross_entropy_with_logits(zeros(1), ones(1)));
        var (a, b) = (tensor(new float[] { 0, 2 }), tensor(new float[] { 1, 5 }));
        Close.To([5], F.mse_loss(a, b));
        Close.To([2], F.l1_loss(a, b));
        Close.To([0.5f, 2.5f], F.smooth_l1_loss(a, b, nn.Reduction.None));
        var p = tensor(new float[] { 0.5f, 0.5f });
        var q = tensor(new float[] { 0.25f, 0.75f });
        float divergence = 0.5f * MathF.Log(2) + 0.5f * MathF.Log(2 / 3f);
        Close.To([divergence], F.kl_div(q.log(), p, log_target: false, reduction: nn.Reduction.Sum));
        Close.To([divergence], F.kl_div(q.log(), p.log(), reduction: nn.Reduction.Sum));
    }

    [Fact]
    public void Attention_MatchesItsFormula()
    {
        var (q, k, v) = (randn(2, 3, 4), randn(2, 5, 4), randn(2, 5, 4));
        var expected = (q.matmul(k.transpose(1, 2)) / 2).softmax(2).matmul(v);
        Assert.True(F.scaled_dot_product_attention(q, k, v).allclose(expected, atol: 1e-5));
    }

    [Fact]
    public void Dropout_ScalesWhatItKeeps()
    {
        var dropped = F.dropout(ones(4000), 0.25);
        Assert.InRange(dropped.mean().item<float>(), 0.93f, 1.07f);
        Assert.Equal(4 / 3f, dropped.max().item<float>(), 1e-5f);
        Close.To([1, 1], F.dropout(ones(2), 0.5, training: false));
    }

    [Fact]
    public void OneHot_AndCosine_MatchHandComputation()
    {
        Close.To([0, 1, 0], F.one_hot(tensor(1L), 3));
        Close.To([0.6f], F.cosine_similarity(tensor(new float[,] { { 3, 4 } }), tensor(new float[,] { { 1, 0 } })));
        Assert.Equal([1L, 4L, 4L], F.unfold(picture, 2).shape);
    }
}
