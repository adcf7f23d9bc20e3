using OpenCvSharp;

namespace VlDistill.Trainer.Experiments;

/// <summary>One word's attention as a small transparent picture to lay over the photograph: dark where nobody looks, warm where most do.</summary>
public static class AttentionPicture
{
    private const int Size = 28;

    /// <summary>PNG with alpha; boxes relative to the picture, one weight each. A box over everything says nothing about place and is left out.</summary>
    public static byte[] Png(IReadOnlyList<float[]> boxes, ReadOnlySpan<float> weights)
    {
        var density = Density(boxes, weights);
        var pixels = new byte[Size * Size * 4];
        for (var i = 0; i < density.Length; i++)
        {
            var v = density[i];
            (pixels[4 * i], pixels[4 * i + 1], pixels[4 * i + 2], pixels[4 * i + 3]) = (0, (byte)(150 * v), (byte)(255 * v), (byte)(150 * (1 - v) + 60 * v));
        }
        using var picture = Mat.FromPixelData(Size, Size, MatType.CV_8UC4, pixels);
        Cv2.ImEncode(".png", picture, out var bytes);
        return bytes;
    }

    /// <summary>Attention per area on a Size × Size grid, scaled to [0, 1].</summary>
    public static float[] Density(IReadOnlyList<float[]> boxes, ReadOnlySpan<float> weights)
    {
        var density = new float[Size * Size];
        for (var b = 0; b < boxes.Count && b < weights.Length; b++)
        {
            if (boxes[b] is [<= 0, <= 0, >= 1, >= 1]) continue;
            var (x1, x2) = Range(boxes[b][0], boxes[b][2]);
            var (y1, y2) = Range(boxes[b][1], boxes[b][3]);
            for (var y = y1; y < y2; y++)
                for (var x = x1; x < x2; x++)
                    density[y * Size + x] += weights[b] / ((x2 - x1) * (y2 - y1));
        }
        // Cells and boxes have hard edges, looking has not.
        for (var pass = 0; pass < 2; pass++) density = Blur(Blur(density, 1), Size);
        float low = density.Min(), high = density.Max();
        return [.. density.Select(v => high > low ? (v - low) / (high - low) : 0)];
    }

    /// <summary>Mean of five neighbours along rows (stride 1) or columns (stride Size), clamped at the edges.</summary>
    private static float[] Blur(float[] source, int stride)
    {
        var target = new float[source.Length];
        for (var i = 0; i < source.Length; i++)
        {
            var at = i / stride % Size;
            for (var step = -2; step <= 2; step++) target[i] += source[i + (Math.Clamp(at + step, 0, Size - 1) - at) * stride] / 5;
        }
        return target;
    }

    private static (int From, int To) Range(float from, float to)
    {
        var start = Math.Clamp((int)MathF.Round(from * Size), 0, Size - 1);
        return (start, Math.Clamp((int)MathF.Round(to * Size), start + 1, Size));
    }
}
