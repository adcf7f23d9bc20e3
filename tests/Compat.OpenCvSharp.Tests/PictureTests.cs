using System.Text;
using OpenCvSharp;

namespace VlDistill.Compat.OpenCvSharp.Tests;

public sealed class PictureTests
{
    // A 1×1 PNG whose only pixel is pure red, made by ImageMagick: convert -size 1x1 xc:red -strip -define png:exclude-chunks=all png24:-
    private static readonly byte[] redPng = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVQI12P4z8AAAAMBAQAY3Y2wAAAAAElFTkSuQmCC");

    [Fact]
    public void ImDecode_RedPng_IsBlueGreenRed()
    {
        using var picture = Cv2.ImDecode(redPng, ImreadModes.Color);

        Assert.Equal(new Vec3b(0, 0, 255), picture.Get<Vec3b>(0, 0));
    }

    [Fact]
    public void CvtColor_BgrToRgb_SwapsTheEnds()
    {
        using var bgr = Mat.FromPixelData(1, 1, MatType.CV_8UC3, new byte[] { 10, 20, 30 });
        using var rgb = new Mat();

        Cv2.CvtColor(bgr, rgb, ColorConversionCodes.BGR2RGB);

        Assert.Equal(new Vec3b(30, 20, 10), rgb.Get<Vec3b>(0, 0));
    }

    [Fact]
    public void CvtColor_WrongChannels_ThrowsOpenCVException()
    {
        using var gray = new Mat(2, 2, MatType.CV_8UC1);
        using var target = new Mat();

        Assert.Throws<OpenCVException>(() => Cv2.CvtColor(gray, target, ColorConversionCodes.BGR2GRAY));
    }

    // Pixel centres: output x lies at (x + 0.5) * 2 / 4 - 0.5 = -0.25, 0.25, 0.75, 1.25 between 0 and 100, clamped at the ends.
    [Fact]
    public void Resize_LinearTwofold_MatchesHandComputed()
    {
        using var small = Mat.FromPixelData(1, 2, MatType.CV_32FC1, new float[] { 0, 100 });
        using var large = new Mat();

        Cv2.Resize(small, large, new Size(4, 1));

        Assert.True(large.GetArray(out float[] values));
        Assert.Equal([0f, 25f, 75f, 100f], values);
    }

    [Fact]
    public void Resize_AreaByHalf_AveragesBlocks()
    {
        using var large = Mat.FromPixelData(2, 4, MatType.CV_8UC1, new byte[] { 0, 10, 100, 200, 20, 30, 100, 0 });
        using var small = new Mat();

        Cv2.Resize(large, small, new Size(2, 1), interpolation: InterpolationFlags.Area);

        Assert.True(small.GetArray(out byte[] values));
        Assert.Equal([15, 100], values);
    }

    [Fact]
    public void Resize_EmptyPicture_ThrowsOpenCVException()
    {
        using var empty = new Mat();
        using var target = new Mat();

        Assert.Throws<OpenCVException>(() => Cv2.Resize(empty, target, new Size(2, 2)));
    }

    [Fact]
    public void ImDecode_TextNamedJpg_GivesEmptyMat()
    {
        using var fromBytes = Cv2.ImDecode(Encoding.UTF8.GetBytes("not a picture"), ImreadModes.Color);
        using var missing = Cv2.ImRead("/nonexistent/picture.jpg");

        Assert.True(fromBytes.Empty());
        Assert.True(missing.Empty());
    }

    [Fact]
    public void ImDecode_NoBytes_ThrowsArgumentException() => Assert.Throws<ArgumentException>(() => Cv2.ImDecode(Array.Empty<byte>(), ImreadModes.Color));

    [Fact]
    public void ImEncode_Png_RoundTripsExactly()
    {
        byte[] pixels = [.. Enumerable.Range(0, 4 * 5 * 3).Select(i => (byte)(i * 37))];
        using var picture = Mat.FromPixelData(4, 5, MatType.CV_8UC3, pixels);

        Assert.True(Cv2.ImEncode(".png", picture, out var bytes));
        using var back = Cv2.ImDecode(bytes, ImreadModes.Color);

        Assert.True(back.GetArray(out byte[] decoded));
        Assert.Equal(pixels, decoded);
    }

    [Fact]
    public void ImEncode_UnknownExtension_ThrowsOpenCVException()
    {
        using var picture = new Mat(2, 2, MatType.CV_8UC1);

        Assert.Throws<OpenCVException>(() => Cv2.ImEncode(".nonsense", picture, out _));
    }

    [Fact]
    public void Flip_X_TurnsUpsideDown()
    {
        using var picture = Mat.FromPixelData(2, 1, MatType.CV_8UC1, new byte[] { 1, 2 });
        using var flipped = new Mat();

        Cv2.Flip(picture, flipped, FlipMode.X);

        Assert.Equal((2, 1), (flipped.Get<byte>(0, 0), flipped.Get<byte>(1, 0)));
    }

    [Fact]
    public void CopyMakeBorder_Constant_SurroundsWithTheValue()
    {
        using var picture = Mat.FromPixelData(1, 1, MatType.CV_8UC1, new byte[] { 5 });
        using var framed = new Mat();

        Cv2.CopyMakeBorder(picture, framed, 1, 0, 1, 0, BorderTypes.Constant, new Scalar(114));

        Assert.True(framed.GetArray(out byte[] values));
        Assert.Equal([114, 114, 114, 5], values);
    }

    [Fact]
    public void AbsdiffAndMean_OfTwoPictures_GiveTheirDistance()
    {
        using var a = Mat.FromPixelData(1, 2, MatType.CV_8UC1, new byte[] { 10, 20 });
        using var b = Mat.FromPixelData(1, 2, MatType.CV_8UC1, new byte[] { 14, 14 });
        using var difference = new Mat();

        Cv2.Absdiff(a, b, difference);

        Assert.Equal(5, Cv2.Mean(difference).Val0);
    }
}
