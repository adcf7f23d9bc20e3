using OpenCvSharp;
using VlDistill.Trainer.Data.Crops;
using Box = VlDistill.Regions.Box;

namespace VlDistill.Trainer.Tests.Data.Crops;

public sealed class CropCutterTests
{
    [Fact]
    public void Window_BoxInside_GrowsAboutItsCentre() => Assert.Equal(new Rect(14, 30, 20, 20), CropCutter.Window(new Box(0.25f, 0.5f, 0.5f, 0.75f), 0.25, 64));

    [Fact]
    public void Window_BoxAtTheEdge_StaysInside() => Assert.Equal(new Rect(0, 0, 100, 100), CropCutter.Window(Box.Whole, 0.5, 100));

    [Fact]
    public void Window_BoxWithoutArea_HasOnePixel()
    {
        var window = CropCutter.Window(new Box(1, 1, 1, 1), 0, 100);

        Assert.Equal(new Rect(99, 99, 1, 1), window);
    }

    [Fact]
    public void Cut_TwiceTheSize_AveragesTheWindowAlone()
    {
        // 4 × 4 pixels: the left half is 0, the right half 100 and 200 in turn by column.
        byte[] columns = [0, 0, 100, 200];
        byte[] picture = [.. Enumerable.Range(0, 16).SelectMany(i => Enumerable.Repeat(columns[i % 4], 3))];
        var cut = new byte[3];

        CropCutter.Cut(picture, 4, new Rect(2, 0, 2, 2), 1, cut);

        Assert.Equal([150, 150, 150], cut);
    }

    [Fact]
    public void Cut_WholePictureAtItsSize_KeepsEveryByte()
    {
        byte[] picture = [.. Enumerable.Range(0, 27).Select(i => (byte)(i * 9))];
        var cut = new byte[27];

        CropCutter.Cut(picture, 3, new Rect(0, 0, 3, 3), 3, cut);

        Assert.Equal(picture, cut);
    }

    [Fact]
    public void Draw_SameNames_SameChangeWithinTheMargin()
    {
        CropChange[] drawn = [.. Enumerable.Range(0, 200).Select(i => CropChange.Draw(3, 7, i, 4, true, 0.1))];

        Assert.Equal(drawn[5], CropChange.Draw(3, 7, 5, 4, true, 0.1));
        Assert.Equal([0, 1, 2, 3, 4], drawn.Select(d => d.X).Distinct().Order());
        Assert.Equal([0, 1, 2, 3, 4], drawn.Select(d => d.Y).Distinct().Order());
    }
}
