using VlDistill.Regions;
using VlDistill.Trainer.Methods.RvlBert;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tests.Methods.RvlBert;

public sealed class PairGeometryTests
{
    [Fact]
    public void Of_OneBoxBesideAnother_IsWhatAHandComputes()
    {
        using var scope = NewDisposeScope();

        var numbers = PairGeometry.Of(Corners(new Box(0, 0, 0.4f, 0.2f)), Corners(new Box(0.2f, 0, 0.4f, 0.4f))).data<float>().ToArray();

        // Twice as wide, half as high, half the other's width to the left; 0.2 x 0.2 of 0.08 each is shared.
        Assert.Equal([-0.1f, -0.1f, -0.5f, -0.25f, MathF.Log(2), -MathF.Log(2), 0.04f / 0.12f, 0.5f], numbers, (x, y) => Math.Abs(x - y) < 1e-5f);
    }

    [Fact]
    public void Of_IdenticalBoxes_LieInEachOther()
    {
        using var scope = NewDisposeScope();
        var box = Corners(new Box(0.2f, 0.1f, 0.7f, 0.4f));

        Assert.Equal([0, 0, 0, 0, 0, 0, 1, 1], PairGeometry.Of(box, box).data<float>().ToArray(), (x, y) => Math.Abs(x - y) < 1e-5f);
    }

    [Fact]
    public void Of_FarAwayOrEmptyBoxes_IsFiniteAndBounded()
    {
        using var scope = NewDisposeScope();
        Box[] boxes = [default, Box.Whole, new(0.2f, 0.2f, 0.2f, 0.9f), new(0.99f, 0.99f, 1, 1), new(0, 0, 0.01f, 0.01f)];
        var (first, second) = (boxes.SelectMany(a => boxes.Select(_ => a)).ToArray(), boxes.SelectMany(_ => boxes).ToArray());

        var numbers = PairGeometry.Of(Corners(first), Corners(second));

        Assert.Equal([boxes.Length * boxes.Length, PairGeometry.Length], numbers.shape);
        Assert.All(numbers.data<float>().ToArray(), v => Assert.InRange(v, -7, 7));
    }

    private static Tensor Corners(params Box[] boxes) => tensor(boxes.SelectMany(b => new[] { b.X1, b.Y1, b.X2, b.Y2 }).ToArray(), [boxes.Length, 4]);
}
