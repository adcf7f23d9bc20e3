using OpenCvSharp;
using VlDistill.Datasets;
using VlDistill.Trainer.Drawing;

namespace VlDistill.Trainer.Tests.Drawing;

public sealed class BoxPainterTests
{
    private static readonly LabelColors colors = new(["dog"]);

    [Fact]
    public void Paint_Box_IsStretchedWithThePictureAndFromTheFilesSize()
    {
        using var photograph = new Mat(100, 200, MatType.CV_8UC3, Scalar.All(0));
        // Said of a photograph twice as large; the picture is then enlarged by 2.
        using var drawn = BoxPainter.Paint(photograph, [new("a.jpg", null, "dog", null, [200, 100, 100, 80], 0.5, [400, 200])], colors, 2);

        Assert.Equal(new Size(400, 200), drawn.Size());
        var color = Pixel(drawn, 150, 200);
        Assert.Equal((colors["dog"].Val0, colors["dog"].Val1, colors["dog"].Val2), color);
        Assert.Equal(color, Pixel(drawn, 150, 299));
        Assert.Equal((0, 0, 0), Pixel(drawn, 150, 250));
        Assert.Equal((0, 0, 0), Pixel(drawn, 150, 190));
    }

    [Fact]
    public void Paint_NameAndScore_StandAboveTheBox()
    {
        using var photograph = new Mat(200, 200, MatType.CV_8UC3, Scalar.All(0));
        using var drawn = BoxPainter.Paint(photograph, [new("a.jpg", null, "dog", null, [20, 100, 100, 80], 0.5)], colors, 1);

        var color = (colors["dog"].Val0, colors["dog"].Val1, colors["dog"].Val2);
        var plate = Enumerable.Range(80, 20).SelectMany(y => Enumerable.Range(20, 60).Select(x => Pixel(drawn, y, x))).ToArray();
        Assert.InRange(plate.Count(p => p == color), 200, 1200);
        // Dark letters on the bright plate.
        Assert.Contains(plate, p => p.Item1 < 60 && p.Item2 < 60 && p.Item3 < 60);
    }

    [Fact]
    public void Paint_BoxOutsideThePicture_IsCutAndDoesNotThrow()
    {
        using var photograph = new Mat(50, 50, MatType.CV_8UC3, Scalar.All(0));
        using var drawn = BoxPainter.Paint(photograph, [new("a.jpg", null, "dog", null, [-20, -20, 500, 500], 1), new("a.jpg", null, "dog", null, [60, 60, 5, 5], 1)], colors, 1);

        Assert.Equal(new Size(50, 50), drawn.Size());
    }

    [Fact]
    public void Paint_NoBoxes_IsThePhotograph()
    {
        using var photograph = new Mat(8, 8, MatType.CV_8UC3, Scalar.All(77));
        using var drawn = BoxPainter.Paint(photograph, [], colors, 1);

        Assert.Equal((77, 77, 77), Pixel(drawn, 4, 4));
    }

    private static (double, double, double) Pixel(Mat mat, int row, int column)
    {
        var p = mat.At<Vec3b>(row, column);
        return (p.Item0, p.Item1, p.Item2);
    }
}
