using TorchSharp;
using VlDistill.Regions;
using VlDistill.Trainer.Export;
using VlDistill.Trainer.Models;

namespace VlDistill.Trainer.Tests.Models;

public sealed class RoiAlignTests
{
    [Fact]
    public void Weights_GridOfTheMapsSize_PicksEachCellExactly()
    {
        var weights = RoiAlign.Weights(RegionSet.From([]).Tokens, 7, 7);
        for (var cell = 0; cell < 49; cell++)
        {
            for (var other = 0; other < 49; other++)
                Assert.Equal(cell == other ? 1 : 0, weights[(cell + 1) * 49 + other], 4);
        }
    }

    [Fact]
    public void Weights_WholePicture_IsTheMean() =>
        Assert.All(RoiAlign.Weights([Box.Whole], 7, 7), w => Assert.Equal(1f / 49, w, 4));

    [Fact]
    public void Weights_HalfACell_InterpolatesBetweenNeighbours()
    {
        // Box from 0.5 to 1.5 cells on a map of two columns: one sample at 1.0, half way between the two centres.
        var weights = RoiAlign.Weights([new Box(0.25f, 0, 0.75f, 1)], 1, 2);
        Assert.Equal(0.5f, weights[0], 3);
        Assert.Equal(0.5f, weights[1], 3);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(10)]
    public void Apply_RandomBoxes_EqualsOnnxRuntime(int cells)
    {
        using var folder = new TemporaryFolder();
        using var scope = torch.NewDisposeScope();
        var weights = new WeightsFile("weights.bin");
        var graph = new OnnxGraphBuilder("regions", weights);
        RoiAlign.Emit(graph, 5, cells, cells);
        graph.Save(folder.File("regions.onnx"));
        var random = new Random(3);
        Box[] boxes = [.. RegionSet.From([]).Tokens, .. Enumerable.Range(0, 40).Select(_ => RandomBox(random)), new Box(1, 1, 1, 1)];
        var map = torch.rand([1, 5, cells, cells]);
        using var check = new ParityCheck(folder.File("regions.onnx"));
        var corners = torch.tensor(boxes.SelectMany(b => new[] { b.X1, b.Y1, b.X2, b.Y2 }).ToArray(), [boxes.Length, 4]);
        var expected = check.Run(("features", map), ("boxes", corners))["regions"];
        Assert.InRange(check.Compare("regions", RoiAlign.Apply(map, [boxes]), expected).Difference, 0, 1e-5);
    }

    private static Box RandomBox(Random random)
    {
        var (x, y) = (random.NextSingle() * 0.9f, random.NextSingle() * 0.9f);
        return new Box(x, y, x + (1 - x) * random.NextSingle(), y + (1 - y) * random.NextSingle());
    }
}
