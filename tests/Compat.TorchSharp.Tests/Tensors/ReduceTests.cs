using TorchSharp;
using static TorchSharp.torch;

namespace VlDistill.Compat.Torch.Tensors;

public sealed class ReduceTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly Tensor m = tensor(new float[,] { { 1, 5, 3 }, { 4, 2, 6 } });

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Sums_OverDimensions_MatchHandComputation()
    {
        Assert.Equal(21, m.sum().item<float>());
        // A literal 0 would be taken for an element type.
        Close.To([5, 7, 9], m.sum(dim: 0));
        Close.To([9, 12], m.sum(1));
        Close.To([21], m.sum([0, 1]));
        Assert.Equal([2L, 1L], m.sum(1, keepdim: true).shape);
        Assert.Equal(3.5f, m.mean().item<float>());
        Close.To([3, 4], m.mean([1]));
        Close.To([3, 4], mean(m, [1]));
        Close.To([4, 4], m.var(1));
        Close.To([8 / 3f, 8 / 3f], m.var(1, unbiased: false));
        Close.To([2, 2], m.std(1));
        Close.To([1, 6, 9, 4, 6, 12], m.cumsum(1));
        Assert.Equal(720, m.prod().item<float>());
    }

    [Fact]
    public void Extremes_GiveValuesAndPlaces()
    {
        var (values, places) = m.max(1);
        Close.To([5, 6], values);
        Assert.Equal([1L, 2L], places.data<long>().ToArray());
        Assert.Equal(6, m.max().item<float>());
        Assert.Equal(5L, m.argmax().item<long>());
        Close.To([0, 1], m.argmin(1));
        Close.To([4, 5, 6], m.amax(0));
        Close.To([5, 3, 6, 4], m.topk(2, 1).Item1);
        var (sorted, order) = m.sort(1, descending: true);
        Close.To([5, 3, 1, 6, 4, 2], sorted);
        Close.To([1, 2, 0, 2, 0, 1], order);
        Close.To([1, 2, 0, 2, 0, 1], m.argsort(1, true));
        Close.To([4, 5, 6], maximum(m[0], m[1]));
    }

    [Fact]
    public void Normalisations_MatchHandComputation()
    {
        var x = tensor(new float[] { 0, MathF.Log(3) });
        Close.To([0.25f, 0.75f], x.softmax(0));
        Close.To([MathF.Log(0.25f), MathF.Log(0.75f)], x.log_softmax(0));
        Close.To([MathF.Log(4)], x.logsumexp(0));
        Close.To([5], tensor(new float[] { 3, 4 }).norm());
        Close.To([0.6f, 0.8f], nn.functional.normalize(tensor(new float[] { 3, 4 }), dim: 0));
    }

    [Fact]
    public void Logic_AnyAll_SeeEveryElement()
    {
        Assert.True((m > 5).any().item<bool>());
        Assert.False((m > 5).all().item<bool>());
        Close.To([0, 1], (m > 5).any(1));
        Close.To([0, 1, 0], tensor(new float[] { 1, float.NaN, float.PositiveInfinity }).isnan());
        Close.To([1, 0, 0], tensor(new float[] { 1, float.NaN, float.PositiveInfinity }).isfinite());
        Close.To([0, 1], (m > 5).logical_not().logical_not().any(1));
    }
}
