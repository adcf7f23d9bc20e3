using VlDistill.Regions;
using VlDistill.Trainer.Methods.RvlBert;

namespace VlDistill.Trainer.Tests.Methods.RvlBert;

public sealed class BoxMasksTests
{
    [Fact]
    public void Of_BoxAtTheTopRight_FillsFirstRowsAndLastColumns()
    {
        // Two of four rows from the top, one of four columns from the right: a picture's rows are y.
        var mask = BoxMasks.Of([new Box(0.75f, 0, 1, 0.5f)], 4, 4);

        Assert.Equal(
        [
            0, 0, 0, 1,
            0, 0, 0, 1,
            0, 0, 0, 0,
            0, 0, 0, 0,
        ], mask);
    }

    [Fact]
    public void Of_PartOfACell_CountsTheCell() =>
        Assert.Equal([1, 1, 0, 0, 0, 0], BoxMasks.Of([new Box(0.2f, 0.1f, 0.4f, 0.4f)], 2, 3));

    [Fact]
    public void Of_WholePicture_IsOnes() => Assert.All(BoxMasks.Of([Box.Whole, Box.Whole], 3, 5), cell => Assert.Equal(1, cell));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.5f, 0.5f)]
    [InlineData(1, 1)]
    public void Of_EmptyBox_IsOneCell(float x, float y)
    {
        var mask = BoxMasks.Of([new Box(x, y, x, y)], 4, 4);

        Assert.Equal(1, mask.Sum());
        Assert.Equal(1, mask[Math.Min(3, (int)(y * 4)) * 4 + Math.Min(3, (int)(x * 4))]);
    }
}
