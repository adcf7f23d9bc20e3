using TorchSharp;
using VlDistill.Trainer.Models;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tests.Models;

public sealed class TagNetworkTests
{
    private static readonly TagNetworkConfig config = new("tiny", 64, new TagBlockConfig(TrunkConfig.Tiny.Grid, 8, 3));

    [Fact]
    public void Upper_OfLower_IsTheTrunksGrid()
    {
        using var scope = NewDisposeScope();
        using var trunk = new Trunk(TrunkConfig.Tiny);
        var pictures = rand(2, 3, 64, 64);

        var (whole, parts) = (trunk.call(pictures), trunk.Lower(pictures));

        Assert.Equal(0, (whole.Stride16 - parts).abs().max().ToDouble());
        Assert.Equal(0, (whole.Grid - trunk.Upper(parts)).abs().max().ToDouble());
    }

    [Fact]
    public void Backward_LeavesTheLowerLayersAlone()
    {
        using var scope = NewDisposeScope();
        using var network = new TagNetwork(config);

        network.See(randint(255, [2, 64, 64, 3], dtype: ScalarType.Byte)).Logits.sum().backward();

        Assert.All(network.Trunk.LowerConvolutions, layer => Assert.Null(layer.Weight.grad));
        // The last block of the tiny trunk has three convolutions; one makes the grid.
        Assert.Equal(4, network.Trunk.Convolutions.Count(layer => layer.Weight.grad is not null));
    }

    [Fact]
    public void See_Pictures_GivesTheMapAtStride32AndALogitPerTag()
    {
        using var scope = NewDisposeScope();
        using var network = new TagNetwork(config);

        var output = network.See(zeros(2, 64, 64, 3).to(ScalarType.Byte));

        Assert.Equal([2, 8, 2, 2], output.Map.shape);
        Assert.Equal([2, 3], output.Logits.shape);
    }
}
