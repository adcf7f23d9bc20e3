using System.Runtime.InteropServices;
using OpenCvSharp;
using VlDistill.Frames;

namespace VlDistill.Trainer.Data;

/// <summary>Reads a photograph from a file into a square RGB array.</summary>
public static class Photograph
{
    /// <summary>Decodes and stretches to size × size; <paramref name="rgb"/> takes size·size·3 bytes.</summary>
    /// <exception cref="UserException">The file is absent or no picture.</exception>
    public static void Read(string path, int size, Span<byte> rgb)
    {
        using var picture = PictureReader.ReadMat(path);
        using var square = new Mat();
        // Area averaging when shrinking, as the graph's anti-aliased resize does.
        Cv2.Resize(picture, square, new Size(size, size), 0, 0, picture.Width > size ? InterpolationFlags.Area : InterpolationFlags.Linear);
        using var colours = new Mat();
        Cv2.CvtColor(square, colours, ColorConversionCodes.BGR2RGB);
        var bytes = new byte[size * size * 3];
        Marshal.Copy(colours.Data, bytes, 0, bytes.Length);
        bytes.CopyTo(rgb);
    }

    /// <summary>Width and height of the photograph itself.</summary>
    public static (int Width, int Height) Measure(string path)
    {
        using var picture = PictureReader.ReadMat(path);
        return (picture.Width, picture.Height);
    }
}
