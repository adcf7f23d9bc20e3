using TorchSharp;
using static TorchSharp.torch;

namespace VlDistill.Compat.Torch.Tensors;

public sealed class IndexingTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly Tensor m = arange(12).view(3, 4);

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Reading_ByNumbers_SelectsFromTheFront()
    {
        Close.To([4, 5, 6, 7], m[1]);
        Assert.Equal(6, m[1, 2].ToInt32());
        Close.To([8, 9, 10, 11], m[-1]);
    }

    [Fact]
    public void Reading_BySlices_KeepsTheDimension()
    {
        Close.To([1, 2, 5, 6, 9, 10], m[TensorIndex.Colon, 1..3]);
        Close.To([0, 2, 4, 6, 8, 10], m[TensorIndex.Ellipsis, TensorIndex.Slice(0, null, 2)]);
        Close.To([3, 7, 11], m[TensorIndex.Ellipsis, -1]);
        Close.To([4, 5, 6, 7, 8, 9, 10, 11], m[1..]);
        Close.To([0, 1, 2, 4, 5, 6, 8, 9, 10], m[.., ..^1]);
        Assert.Equal([3L, 1L, 4L], m[TensorIndex.Colon, TensorIndex.None].shape);
    }

    [Fact]
    public void Reading_ByTensors_GathersRowsOrMask()
    {
        var rows = tensor(new long[] { 2, 0 });
        Close.To([8, 9, 10, 11, 0, 1, 2, 3], m[rows]);
        Close.To([10, 1], m[rows, tensor(new long[] { 2, 1 })]);
        Close.To([10, 11], m[m > 9]);
        Close.To([9, 1], m[TensorIndex.Tensor(rows), 1]);
        Close.To([1, 0, 5, 4, 9, 8], m[TensorIndex.Colon, TensorIndex.Tensor(tensor(new long[] { 1, 0 }))]);
    }

    [Fact]
    public void Writing_ChangesTheTensorItself()
    {
        m[0, 0] = tensor(100L);
        m[TensorIndex.Colon, 3] = tensor(new long[] { -1, -2, -3 });
        m[1..2, 0..2] = zeros(1, 2, dtype: int64);
        Close.To([100, 1, 2, -1, 0, 0, 6, -2, 8, 9, 10, -3], m);
        m.index_put_(7, TensorIndex.Tensor(tensor(new long[] { 0, 2 })), TensorIndex.Single(1));
        Close.To([100, 7, 2, -1, 0, 0, 6, -2, 8, 7, 10, -3], m);
        m[m < 0] = tensor(0L);
        Close.To([100, 7, 2, 0, 0, 0, 6, 0, 8, 7, 10, 0], m);
    }

    [Fact]
    public void Writing_Accumulating_AddsRepeatedPlaces()
    {
        var counts = zeros(3);
        counts.index_put_(ones(4), [tensor(new long[] { 0, 1, 1, 2 })], accumulate: true);
        Close.To([1, 2, 1], counts);
    }

    [Fact]
    public void Gradient_ThroughAnIndex_ReachesOnlyTheChosen()
    {
        var x = arange(4, dtype: float32, requires_grad: true);
        (x[1..3] * 3).sum().backward();
        Close.To([0, 3, 3, 0], x.grad!);
    }
}
