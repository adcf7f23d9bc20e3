using TorchSharp;
using static TorchSharp.torch;

namespace VlDistill.Compat.Torch.Tensors;

public sealed class MemoryTests
{
    [Fact]
    public void Accessor_OfATransposedTensor_ReadsAndWritesInItsOrder()
    {
        using var scope = NewDisposeScope();
        var m = tensor(new float[,] { { 1, 2 }, { 3, 4 } });
        var t = m.t();
        Assert.Equal([1f, 3, 2, 4], t.data<float>().ToArray());
        Assert.Equal(3, t.data<float>()[0, 1]);
        Assert.Equal(3, t.data<float>()[1]);
        t.data<float>().CopyFrom([5, 6, 7, 8]);
        Assert.Equal([5f, 7, 6, 8], m.data<float>().ToArray());
        t.data<float>()[1, 0] = 9;
        Assert.Equal(9, m[0, 1].item<float>());
        Assert.Throws<IndexOutOfRangeException>(() => m.data<float>()[2, 0]);
    }

    [Fact]
    public void Data_OfAnotherType_Throws()
    {
        using var t = ones(2);
        Assert.Throws<ArgumentException>(() => t.data<double>());
        Assert.Throws<ArgumentException>(() => t.item<float>());
    }

    [Fact]
    public void Bytes_RoundTrip()
    {
        using var t = tensor(new byte[] { 1, 2, 3 });
        Assert.Equal([1, 2, 3], t.bytes.ToArray());
        t.bytes = new byte[] { 4, 5, 6 };
        Assert.Equal([4, 5, 6], t.data<byte>().ToArray());
    }

    [Fact]
    public void Arrays_OfEveryRank_KeepShapeAndType()
    {
        using var scope = NewDisposeScope();
        Assert.Equal([1L, 2L, 2L], tensor(new int[,,] { { { 1, 2 }, { 3, 4 } } }).shape);
        Assert.Equal(ScalarType.Int32, tensor(new[] { 1, 2 }).dtype);
        Assert.Equal(ScalarType.Float32, tensor(new List<double> { 1, 2 }, dtype: float32).dtype);
        Assert.Equal([0L], tensor(Array.Empty<long>()).shape);
        Assert.Equal(4, from_array(new float[,] { { 1, 2 }, { 3, 4 } })[1, 1].item<float>());
    }

    [Fact]
    public void LongArguments_TravelOnTheHeap()
    {
        using var scope = NewDisposeScope();
        var many = Enumerable.Range(0, 500).Select(i => full(1, i)).ToArray();
        Assert.Equal(499 * 250, cat(many).sum().ToInt32());
    }

    [Fact]
    public void Use_AfterDispose_Throws()
    {
        var t = ones(2);
        t.Dispose();
        t.Dispose();
        Assert.Throws<InvalidOperationException>(() => t + 1);
    }
}
