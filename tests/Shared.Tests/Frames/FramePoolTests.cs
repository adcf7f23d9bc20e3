using VlDistill.Frames;

namespace VlDistill.Tests.Frames;

public sealed class FramePoolTests
{
    [Fact]
    public void Rent_AfterDispose_ReusesTheBuffer()
    {
        var pool = new FramePool();
        var first = pool.Rent(0, TimeSpan.Zero, 4, 3);
        var pixels = first.Pixels;
        first.Dispose();

        var second = pool.Rent(1, TimeSpan.Zero, 3, 4);

        Assert.Same(pixels, second.Pixels);
        Assert.Equal(1, pool.Rented);
    }

    [Fact]
    public void Dispose_Twice_ReturnsTheBufferOnce()
    {
        var pool = new FramePool();
        var frame = pool.Rent(0, TimeSpan.Zero, 4, 3);
        frame.Dispose();
        frame.Dispose();

        Assert.NotSame(pool.Rent(1, TimeSpan.Zero, 4, 3).Pixels, pool.Rent(2, TimeSpan.Zero, 4, 3).Pixels);
        Assert.Equal(2, pool.Rented);
    }

    [Fact]
    public void Rent_AnotherSize_GivesAFittingBuffer()
    {
        var pool = new FramePool();
        pool.Rent(0, TimeSpan.Zero, 100, 100).Dispose();

        Assert.Equal(2 * 2 * 3, pool.Rent(1, TimeSpan.Zero, 2, 2).Pixels.Length);
    }

    [Fact]
    public void Share_ThenDisposeOriginal_KeepsThePixelsUntilTheLast()
    {
        var pool = new FramePool();
        var frame = pool.Rent(7, TimeSpan.FromSeconds(3), 1, 1);
        var second = frame.Share();
        var third = second.Share();

        frame.Dispose();
        frame.Dispose();
        second.Dispose();

        Assert.Equal(1, pool.Rented);
        Assert.Equal((7L, TimeSpan.FromSeconds(3)), (third.Id, third.Time));
        Assert.Same(frame.Pixels, third.Pixels);
        Assert.Throws<ObjectDisposedException>(second.Share);
        third.Dispose();
        Assert.Equal(0, pool.Rented);
        Assert.Same(frame.Pixels, pool.Rent(8, TimeSpan.Zero, 1, 1).Pixels);
    }
}
