using System.Runtime.InteropServices;
using OpenCvSharp;
using Box = VlDistill.Regions.Box;

namespace VlDistill.Trainer.Data.Crops;

/// <summary>Cuts objects out of stored pictures.</summary>
public static class CropCutter
{
    /// <summary>The box, enlarged about its centre and kept inside the picture, in whole pixels and at least one of each.</summary>
    /// <param name="more">Share of its width and height that it gains.</param>
    /// <param name="side">Of the picture in pixels.</param>
    public static Rect Window(Box box, double more, int side)
    {
        var (left, right) = Range(box.X1, box.X2);
        var (top, bottom) = Range(box.Y1, box.Y2);
        return new Rect(left, top, right - left, bottom - top);

        (int From, int To) Range(double a, double b)
        {
            var margin = (b - a) * more / 2;
            var from = Math.Clamp((int)Math.Floor((a - margin) * side), 0, side - 1);
            return (from, Math.Clamp((int)Math.Ceiling((b + margin) * side), from + 1, side));
        }
    }

    /// <summary>Stretches a window of a square picture to size × size: area averages where it shrinks, linear where it grows. RGB rows.</summary>
    public static void Cut(ReadOnlySpan<byte> rgb, int side, Rect window, int size, Span<byte> target)
    {
        using var picture = Mat.FromPixelData(side, side, MatType.CV_8UC3, rgb.ToArray());
        using var part = picture.SubMat(window);
        using var square = new Mat();
        Cv2.Resize(part, square, new Size(size, size), 0, 0, Math.Min(window.Width, window.Height) > size ? InterpolationFlags.Area : InterpolationFlags.Linear);
        var bytes = new byte[size * size * 3];
        Marshal.Copy(square.Data, bytes, 0, bytes.Length);
        bytes.CopyTo(target);
    }
}
