namespace VlDistill.Trainer.Export.Int8;

/// <summary>From real numbers to 8 bits.</summary>
public static class Rounding
{
    private const int Largest = 127, Codes = 255;

    // Nothing divides by zero where a channel is all zeros.
    private const float LeastScale = 1e-12f;

    /// <summary>Symmetric int8 with one scale per index of an axis.</summary>
    /// <param name="values">Row-major.</param>
    /// <param name="shape">Of the values.</param>
    /// <param name="axis">0: per output channel of a kernel. 1: per column of a matrix.</param>
    public static (sbyte[] Values, float[] Scales) PerChannel(float[] values, long[] shape, int axis)
    {
        var inner = (int)shape.Skip(1).Aggregate(1L, (a, b) => a * b);
        var scales = Enumerable.Repeat(LeastScale, (int)shape[axis]).ToArray();
        for (var i = 0; i < values.Length; i++) scales[Channel(i)] = Math.Max(scales[Channel(i)], Math.Abs(values[i]) / Largest);
        return ([.. values.Select((v, i) => (sbyte)Math.Clamp(MathF.Round(v / scales[Channel(i)]), -Largest, Largest))], scales);

        int Channel(int i) => axis == 0 ? i / inner : i % inner;
    }

    /// <summary>Scale and zero point of uint8 codes that cover a range and hold 0 exactly.</summary>
    public static (float Scale, byte Zero) Cover(ValueRange range)
    {
        var (low, high) = (Math.Min(range.Low, 0), Math.Max(range.High, 0));
        var scale = Math.Max((high - low) / Codes, LeastScale);
        return (scale, (byte)Math.Clamp(MathF.Round(-low / scale), 0, Codes));
    }
}

/// <summary>Least and largest number seen.</summary>
public readonly record struct ValueRange(float Low, float High);
