using System.Runtime.CompilerServices;
using OpenCvSharp;

namespace VlDistill.Demo.Tests;

/// <summary>
/// Compares what was drawn with a picture kept beside the tests. Tolerance: on average a channel differs by at most 0.6 of 255, and at most
/// 0.25 % of the pixels have a channel that differs by more than 40: another driver may smooth edges and blend a little differently, but a
/// missing label, a shifted panel or another colour shows. <c>VLDISTILL_GOLDEN=write</c> draws the pictures anew; look at them before they are kept.
/// </summary>
internal static class GoldenPicture
{
    private const double MostMean = 0.6;
    private const double MostOff = 0.0025;
    private const int Off = 40;

    /// <param name="name">File name without its ending.</param>
    /// <param name="rgba">Height × width × 4 bytes, rows top to bottom.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    public static void Check(string name, byte[] rgba, int width, int height, [CallerFilePath] string caller = "")
    {
        string path = Path.Combine(Path.GetDirectoryName(caller)!, "..", "Golden", name + ".png");
        using var source = Mat.FromPixelData(height, width, MatType.CV_8UC4, rgba);
        using var drawn = new Mat();
        Cv2.CvtColor(source, drawn, ColorConversionCodes.RGBA2BGR);
        if (Environment.GetEnvironmentVariable("VLDISTILL_GOLDEN") == "write")
        {
            Assert.True(Cv2.ImWrite(path, drawn), $"{path} cannot be written");
            return;
        }

        Assert.True(File.Exists(path), $"{path} is missing; draw it with VLDISTILL_GOLDEN=write");
        using var golden = Cv2.ImRead(path);
        Assert.Equal((width, height), (golden.Width, golden.Height));
        var (mean, off) = Compare(golden, rgba);
        if (mean <= MostMean && off <= MostOff) return;
        string seen = Path.Combine(Path.GetTempPath(), $"vldistill-golden-{name}.png");
        Cv2.ImWrite(seen, drawn);
        Assert.Fail($"{name}: mean difference {mean:0.00} (at most {MostMean}), {off:P2} of the pixels off (at most {MostOff:P2}); drawn: {seen}");
    }

    private static unsafe (double Mean, double Off) Compare(Mat golden, byte[] rgba)
    {
        long sum = 0, off = 0;
        int pixels = golden.Width * golden.Height;
        byte* bgr = (byte*)golden.Data;
        for (int i = 0; i < pixels; i++)
        {
            int most = 0;
            for (int channel = 0; channel < 3; channel++)
            {
                int difference = Math.Abs(bgr[3 * i + channel] - rgba[4 * i + 2 - channel]);
                sum += difference;
                most = Math.Max(most, difference);
            }

            if (most > Off) off++;
        }

        return (sum / (3.0 * pixels), (double)off / pixels);
    }
}
