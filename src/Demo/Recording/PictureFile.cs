using OpenCvSharp;

namespace VlDistill.Demo.Recording;

/// <summary>Writes what is on screen as a picture file.</summary>
public static class PictureFile
{
    /// <param name="path">Ends in .png or .jpg.</param>
    /// <param name="rgba">Height × width × 4 bytes, rows top to bottom.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <exception cref="UserException">The file cannot be written.</exception>
    public static void Write(string path, byte[] rgba, int width, int height)
    {
        using var source = Mat.FromPixelData(height, width, MatType.CV_8UC4, rgba);
        using var target = new Mat();
        Cv2.CvtColor(source, target, ColorConversionCodes.RGBA2BGR);
        if (!Cv2.ImWrite(path, target)) throw new UserException($"{path}: cannot be written; check the folder and the free space");
    }
}
