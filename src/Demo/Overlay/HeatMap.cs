using VlDistill.Regions;

namespace VlDistill.Demo.Overlay;

/// <summary>Turns one word's attention over region tokens, or the difference of two, into a picture: attention per area, relative to its peak.</summary>
public sealed class HeatMap
{
    /// <summary>Rows and columns; four samples to a cell of the region grid.</summary>
    public const int Size = 4 * RegionSet.GridSize;

    /// <summary>The value that stands for no difference.</summary>
    public const int Even = 128;

    // A tenth of all attention on one cell of the grid.
    private const float LeastDifference = 0.1f / (Size / RegionSet.GridSize * (Size / RegionSet.GridSize));
    private readonly float[] density = new float[Size * Size];
    private readonly float[] scratch = new float[Size * Size];
    private readonly float[] shown = new float[Size * Size];

    /// <summary>Size × Size bytes, rows top to bottom; 255 where the word looks most.</summary>
    public byte[] Pixels { get; } = new byte[Size * Size];

    /// <summary>Sets the attention to show, one weight per region token; never allocates.</summary>
    public void Aim(ReadOnlySpan<float> weights, RegionSet regions)
    {
        Collect(weights, regions);
        Scale();
    }

    /// <summary>Sets the difference of two attentions: above <see cref="Even"/> where the first looks more, below where the second does.</summary>
    /// <param name="difference">Weights of the first less those of the second.</param>
    /// <param name="regions">Its tokens.</param>
    public void AimDifference(ReadOnlySpan<float> difference, RegionSet regions)
    {
        Collect(difference, regions);
        float peak = 0;
        foreach (float value in density) peak = Math.Max(peak, Math.Abs(value));
        // A difference too small to matter stays faint instead of being blown up.
        float range = Math.Max(peak, LeastDifference);
        foreach (ref float value in density.AsSpan()) value = (Even + (255 - Even) * value / range) / 255;
    }

    /// <summary>Sets where two things were looked for: above <see cref="Even"/> the one, below it the other, whichever is the stronger.</summary>
    /// <param name="subject">Rows × columns in [0, 1]; empty for nowhere.</param>
    /// <param name="other">The same of the other thing.</param>
    /// <param name="rows">Of a mask.</param>
    /// <param name="columns">Of a mask.</param>
    public void AimMasks(ReadOnlySpan<float> subject, ReadOnlySpan<float> other, int rows, int columns)
    {
        for (int y = 0; y < Size; y++)
            for (int x = 0; x < Size; x++)
            {
                float one = Sample(subject, x, y, rows, columns), two = Sample(other, x, y, rows, columns);
                density[y * Size + x] = (Even + (255 - Even) * (one >= two ? one : -two)) / 255;
            }
    }

    /// <summary>Moves <see cref="Pixels"/> towards the word: 1 jumps there, less fades.</summary>
    public void Ease(float part)
    {
        for (int i = 0; i < shown.Length; i++)
        {
            shown[i] += (density[i] - shown[i]) * part;
            Pixels[i] = (byte)(255 * Math.Clamp(shown[i], 0, 1));
        }
    }

    // Between the middles of cells.
    private static float Sample(ReadOnlySpan<float> mask, int x, int y, int rows, int columns)
    {
        if (mask.IsEmpty) return 0;
        float column = Math.Clamp((x + 0.5f) * columns / Size - 0.5f, 0, columns - 1), row = Math.Clamp((y + 0.5f) * rows / Size - 0.5f, 0, rows - 1);
        int left = (int)column, top = (int)row, right = Math.Min(left + 1, columns - 1), bottom = Math.Min(top + 1, rows - 1);
        float upper = float.Lerp(mask[top * columns + left], mask[top * columns + right], column - left);
        return float.Lerp(upper, float.Lerp(mask[bottom * columns + left], mask[bottom * columns + right], column - left), row - top);
    }

    private void Collect(ReadOnlySpan<float> weights, RegionSet regions)
    {
        Array.Clear(density);
        int tokens = Math.Min(regions.Tokens.Count, weights.Length);
        // The whole-picture token looks everywhere alike and says nothing about place.
        for (int token = 1; token < tokens; token++) Spread(regions.Tokens[token], weights[token]);
        // Cells and boxes have hard edges, looking has not.
        for (int pass = 0; pass < 2; pass++)
        {
            Blur(density, scratch, stride: 1);
            Blur(scratch, density, stride: Size);
        }
    }

    private void Spread(Box box, float weight)
    {
        int x1 = Math.Clamp((int)MathF.Round(box.X1 * Size), 0, Size - 1), x2 = Math.Clamp((int)MathF.Round(box.X2 * Size), x1 + 1, Size);
        int y1 = Math.Clamp((int)MathF.Round(box.Y1 * Size), 0, Size - 1), y2 = Math.Clamp((int)MathF.Round(box.Y2 * Size), y1 + 1, Size);
        float each = weight / ((x2 - x1) * (y2 - y1));
        for (int y = y1; y < y2; y++)
            for (int x = x1; x < x2; x++)
                density[y * Size + x] += each;
    }

    // A tent of five samples along rows (stride 1) or columns (stride Size), clamped at the edges.
    private static void Blur(float[] source, float[] target, int stride)
    {
        int across = stride == 1 ? Size : 1;
        for (int line = 0; line < Size; line++)
        {
            int start = line * across;
            for (int i = 0; i < Size; i++)
            {
                float sum = 3 * source[start + i * stride];
                for (int step = 1; step <= 2; step++)
                    sum += (3 - step) * (source[start + Math.Max(0, i - step) * stride] + source[start + Math.Min(Size - 1, i + step) * stride]);
                target[start + i * stride] = sum / 9;
            }
        }
    }

    private void Scale()
    {
        float peak = 0, low = float.MaxValue;
        foreach (float value in density)
        {
            peak = Math.Max(peak, value);
            low = Math.Min(low, value);
        }

        float range = peak - low;
        foreach (ref float value in density.AsSpan()) value = range > 0 ? (value - low) / range : 0;
    }
}
