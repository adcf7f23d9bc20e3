using VlDistill.Trainer.Data;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Models;

/// <summary>Masks added to attention scores: 0 where a token may look, a large negative number where it may not.</summary>
public static class AttentionMasks
{
    // Large enough that the softmax gives an exact 0 in float32, small enough that no sum overflows.
    private const float Forbidden = -1e9f;

    /// <summary>
    /// Prefix LM over packed captions, (B, 1, R+T, R+T): regions see regions; a word sees the regions and the earlier words of its own
    /// caption. Regions from <paramref name="regionCounts"/>[b] on are padding, seen by nobody.
    /// </summary>
    public static Tensor PrefixLm(int regions, IReadOnlyList<int> regionCounts, PackedCaptions captions)
    {
        var size = regions + captions.Length;
        var mask = new float[captions.Pictures * size * size];
        Array.Fill(mask, Forbidden);
        for (var b = 0; b < captions.Pictures; b++)
        {
            for (var row = 0; row < size; row++)
            {
                var at = mask.AsSpan((b * size + row) * size, size);
                at[..regionCounts[b]].Clear();
                var word = row - regions;
                var segments = captions.Segments.AsSpan(b * captions.Length, captions.Length);
                for (var earlier = word; earlier >= 0 && segments[earlier] == segments[word] && segments[word] >= 0; earlier--) at[regions + earlier] = 0;
            }
        }
        return tensor(mask, [captions.Pictures, 1, size, size]);
    }

    /// <summary>Hides the padding among regions, (B, 1, 1, R); null where every picture has all of them.</summary>
    public static Tensor? Regions(int regions, IReadOnlyList<int> regionCounts)
    {
        if (regionCounts.All(count => count == regions)) return null;
        var mask = new float[regionCounts.Count * regions];
        for (var b = 0; b < regionCounts.Count; b++) mask.AsSpan(b * regions + regionCounts[b], regions - regionCounts[b]).Fill(Forbidden);
        return tensor(mask, [regionCounts.Count, 1, 1, regions]);
    }
}
