using VlDistill.Demo.Vision;
using VlDistill.Inference;
using VlDistill.Regions;

namespace VlDistill.Demo.Overlay;

/// <summary>Turns one word's attention over region tokens into a picture: attention per area, relative to its peak.</summary>
public sealed class HeatMap
{
    /// <summary>Rows and columns; four samples to a cell of the region grid.</summary>
    public const int Size = 4 * RegionSet.GridSize;

    // More tokens than any bundle has; a larger set is cut off.
    private const int MostTokens = 1024;
    private readonly float[] weights = new float[MostTokens];
    private readonly float[] density = new float[Size * Size];
    private readonly float[] scratch = new float[Size * Size];
    private readonly float[] shown = new float[Size * Size];

    /// <summary>Size × Size bytes, rows top to bottom; 255 where the word looks most.</summary>
    public byte[] Pixels { get; } = new byte[Size * Size];

    /// <summary>Weight of each region token of the last word, summing to 1.</summary>
    public ReadOnlySpan<float> Weights => weights;

    /// <summary>Sets the word to show; never allocates.</summary>
    public void Aim(CaptionWord word, RegionSet regions)
    {
        int tokens = Math.Min(regions.Tokens.Count, MostTokens);
        Array.Clear(weights, tokens, MostTokens - tokens);
        RegionAttention.Mean(word, weights.AsSpan(0, tokens));
        Array.Clear(density);
        // The whole-picture token looks everywhere alike and says nothing about place.
        for (int token = 1; token < tokens; token++) Spread(regions.Tokens[token], weights[token]);
        // Cells and boxes have hard edges, looking has not.
        for (int pass = 0; pass < 2; pass++)
        {
            Blur(density, scratch, stride: 1);
            Blur(scratch, density, stride: Size);
        }

        Scale();
    }

    /// <summary>Moves <see cref="Pixels"/> towards the word: 1 jumps there, less fades.</summary>
    public void Ease(float part)
    {
        for (int i = 0; i < shown.Length; i++)
        {
            shown[i] += (density[i] - shown[i]) * part;
            Pixels[i] = (byte)(255 * shown[i]);
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
