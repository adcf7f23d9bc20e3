using VlDistill.Regions;
using VlDistill.Trainer.Methods.Vild;

namespace VlDistill.Trainer.Tests.Methods.Vild;

public sealed class CropPixelsTests
{
    // 2 × 2 pixels: red values 0, 100 over 200, 40.
    private static readonly byte[] picture = [0, 1, 2, 100, 1, 2, 200, 1, 2, 40, 1, 2];

    [Fact]
    public void Read_WholePictureAtItsSize_IsThePicture() => Assert.Equal(picture.Select(v => (float)v), Read(Box.Whole, 2));

    [Fact]
    public void Read_OnePixelsBox_IsThatPixelEnlarged() => Assert.Equal([100f, 1, 2], Read(new Box(0.5f, 0, 1, 0.5f), 1));

    [Fact]
    public void Read_OneSampleOfAll_IsTheMean() => Assert.Equal([85f, 1, 2], Read(Box.Whole, 1));

    [Fact]
    public void Read_EmptyBoxAtTheEdge_IsTheNearestPixel() => Assert.Equal([40f, 1, 2], Read(new Box(1, 1, 1, 1), 1));

    [Fact]
    public void Enlarge_AtTheEdge_IsCut()
    {
        var box = CropPixels.Enlarge(new Box(0.1f, 0.4f, 0.5f, 0.6f), 1.5f);

        Assert.Equal(0, box.X1, 5);
        Assert.Equal(0.6f, box.X2, 5);
        Assert.Equal(0.35f, box.Y1, 5);
        Assert.Equal(0.65f, box.Y2, 5);
    }

    private static float[] Read(Box box, int size)
    {
        var target = new float[size * size * 3];
        CropPixels.Read(picture, 2, box, size, target);
        return target;
    }
}
