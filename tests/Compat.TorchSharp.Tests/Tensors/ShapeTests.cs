using TorchSharp;
using static TorchSharp.torch;

namespace VlDistill.Compat.Torch.Tensors;

public sealed class ShapeTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly Tensor m = arange(6).view(2, 3);

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Views_ChangeTheShapeOnly()
    {
        Assert.Equal([3L, 2L], m.transpose(0, 1).shape);
        Assert.False(m.t().is_contiguous());
        Close.To([0, 3, 1, 4, 2, 5], m.t().contiguous());
        Close.To([0, 3, 1, 4, 2, 5], m.permute(1, 0));
        Assert.Equal([6L], m.flatten().shape);
        Assert.Equal([1L, 2L, 3L], m.unsqueeze(0).shape);
        Assert.Equal([2L, 3L], m.unsqueeze(0).squeeze().shape);
        Assert.Equal([2L, 3L], m.unsqueeze(0).squeeze(0).shape);
        Assert.Equal([4L, 2L, 3L], m.expand(4, -1, -1).shape);
        Close.To([0, 1, 2, 0, 1, 2], m[0].repeat(2));
        Close.To([0, 0, 1, 1, 2, 2], m[0].repeat_interleave(2));
        Close.To([2, 1, 0, 5, 4, 3], m.flip(1));
        Close.To([2, 0, 1, 5, 3, 4], m.roll(1, 1));
        Assert.Equal([3L, 1L], m.stride());
        Assert.Equal(3, m.size(-1));
    }

    [Fact]
    public void Joins_AndSplits_AreEachOthersInverse()
    {
        Assert.Equal([4L, 3L], cat([m, m]).shape);
        Assert.Equal([2L, 2L, 3L], stack([m, m], 1).shape);
        var parts = m.split(2, 1);
        Assert.Equal([2L, 1L], parts.Select(part => part.shape[1]));
        Close.To([0, 1, 2, 3, 4, 5], cat(parts, 1));
        Assert.Equal(3, m.unbind(1).Length);
        Assert.Equal(2, m.chunk(2, 1).Length);
        Assert.Equal([1L, 2L], m.split([1, 2], 1).Select(part => part.shape[1]));
    }

    [Fact]
    public void Gathering_AndScattering_FollowTheIndex()
    {
        var index = tensor(new long[,] { { 2, 0 }, { 1, 1 } });
        Close.To([2, 0, 4, 4], m.gather(1, index));
        Close.To([1, 4], m.index_select(1, tensor(new long[] { 1 })));
        var target = zeros(2, 3, dtype: int64);
        target.scatter_add_(1, index, ones_like(index));
        Close.To([1, 0, 1, 0, 2, 0], target);
        Close.To([0, 0, 0, 3, 4, 5], m.masked_fill(m < 3, 0));
        Close.To([3, 4, 5], m.masked_select(m >= 3));
        Close.To([-1, -1, -1, 3, 4, 5], where(m >= 3, m, full_like(m, -1)));
        Assert.Equal([3L, 2L], (m >= 3).nonzero().shape);
        var sums = zeros(2);
        sums.index_add_(0, tensor(new long[] { 1, 1, 0 }), tensor(new float[] { 1, 2, 4 }), 1);
        Close.To([4, 3], sums);
    }

    [Fact]
    public void Types_ConvertByValue()
    {
        Close.To([1, -1], tensor(new[] { 1.7f, -1.2f }).to(int64));
        Assert.Equal(ScalarType.Float16, m.to_type(float16).dtype);
        Assert.Equal(ScalarType.Byte, m.to(uint8).dtype);
        Close.To([0, 1], tensor(new float[] { 0, 5 }).to(@bool));
        Close.To([0, 1], tensor(new[] { false, true }));
    }

    [Fact]
    public void ChannelsLast_ByPermuting_KeepsShapeAndChangesStrides()
    {
        var picture = arange(24).view(1, 2, 3, 4).to(float32);
        var last = picture.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
        Assert.Equal(picture.shape, last.shape);
        Assert.Equal([24L, 1L, 8L, 2L], last.stride());
        Assert.True(last.allclose(picture));
    }
}
