using OpenCvSharp;

namespace VlDistill.Demo.Serving;

/// <summary>Turns pictures of one size into JPEGs; for one thread.</summary>
/// <param name="width">Pixels.</param>
/// <param name="height">Pixels.</param>
public sealed class JpegEncoder(int width, int height) : IDisposable
{
    private const int Quality = 82;
    private readonly Mat bgr = new(height, width, MatType.CV_8UC3);

    /// <param name="rgba">height × width × 4 bytes, top row first.</param>
    public byte[] Encode(byte[] rgba)
    {
        using var source = Mat.FromPixelData(bgr.Rows, bgr.Cols, MatType.CV_8UC4, rgba);
        Cv2.CvtColor(source, bgr, ColorConversionCodes.RGBA2BGR);
        Cv2.ImEncode(".jpg", bgr, out byte[] jpeg, [(int)ImwriteFlags.JpegQuality, Quality]);
        return jpeg;
    }

    public void Dispose() => bgr.Dispose();
}
