using VlDistill.Regions;

namespace VlDistill.Trainer.Methods.Vild;

/// <summary>Cuts a box out of a picture and stretches it to a network's square input.</summary>
public static class CropPixels
{
    /// <summary>The box enlarged about its centre and cut at the picture's edges (ViLD takes 1 and 1.5).</summary>
    public static Box Enlarge(Box box, float factor)
    {
        var (x, y, halfWidth, halfHeight) = ((box.X1 + box.X2) / 2, (box.Y1 + box.Y2) / 2, box.Width * factor / 2, box.Height * factor / 2);
        return new Box(Math.Max(0, x - halfWidth), Math.Max(0, y - halfHeight), Math.Min(1, x + halfWidth), Math.Min(1, y + halfHeight));
    }

    /// <summary>Bilinear samples at the centres of size × size equal parts of the box: values in [0, 255], RGB side by side.</summary>
    /// <param name="rgb">Rows of a square picture.</param>
    /// <param name="side">The picture's pixels per side.</param>
    /// <param name="target">size · size · 3 values.</param>
    public static void Read(ReadOnlySpan<byte> rgb, int side, Box box, int size, Span<float> target)
    {
        Span<int> low = stackalloc int[size];
        Span<float> share = stackalloc float[size];
        for (var x = 0; x < size; x++) (low[x], share[x]) = Sample(box.X1, box.Width, x, size, side);
        for (var y = 0; y < size; y++)
        {
            var (row, down) = Sample(box.Y1, box.Height, y, size, side);
            var upper = rgb.Slice(row * side * 3, side * 3);
            var lower = rgb.Slice(Math.Min(row + 1, side - 1) * side * 3, side * 3);
            for (var x = 0; x < size; x++)
            {
                var (left, right, across) = (low[x] * 3, Math.Min(low[x] + 1, side - 1) * 3, share[x]);
                for (var c = 0; c < 3; c++)
                {
                    var top = upper[left + c] + (upper[right + c] - upper[left + c]) * across;
                    var bottom = lower[left + c] + (lower[right + c] - lower[left + c]) * across;
                    target[(y * size + x) * 3 + c] = top + (bottom - top) * down;
                }
            }
        }
    }

    /// <summary>Pixel before the sample and how far the sample is on the way to the next.</summary>
    private static (int Pixel, float Share) Sample(float from, float length, int number, int count, int side)
    {
        var at = Math.Clamp((from + length * (number + 0.5f) / count) * side - 0.5f, 0, side - 1);
        return ((int)at, at - (int)at);
    }
}
