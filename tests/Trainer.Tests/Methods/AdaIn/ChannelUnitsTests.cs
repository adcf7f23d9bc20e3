using TorchSharp;
using VlDistill.Trainer.Methods.AdaIn;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tests.Methods.AdaIn;

public sealed class ChannelUnitsTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void From_OwnMaps_HasEveryChannelAtZeroAndOne()
    {
        // Channel 1: 1, 3, 5, 7 over two pictures, mean 4 and deviation √5. Channel 2 is constant.
        var maps = tensor((float[])[1, 3, 9, 9, 5, 7, 9, 9], [2, 2, 1, 2]);
        using var units = ChannelUnits.Of(maps, centred: true);

        var root = (float)Math.Sqrt(5);
        Assert.All(units.From(maps).data<float>().ToArray().Zip([-3 / root, -1 / root, 0, 0, 1 / root, 3 / root, 0, 0]), p => Assert.Equal(p.Second, p.First, 5));
    }

    [Fact]
    public void From_RectifiedMaps_StayAtOrAboveZero()
    {
        var maps = tensor((float[])[0, 4], [1, 1, 1, 2]);
        using var units = ChannelUnits.Of(maps, centred: false);

        Assert.Equal([0, 2], units.From(maps).data<float>().ToArray());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Back_FromTheseUnits_IsTheMapItself(bool centred)
    {
        manual_seed(6);
        var maps = randn(3, 4, 2, 2) * 7 + 2;
        using var units = ChannelUnits.Of(maps, centred);

        Assert.True(units.Back(units.From(maps)).allclose(maps, atol: 1e-4));
    }
}
