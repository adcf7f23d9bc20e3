using VlDistill.Trainer.Data;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Models;

/// <summary>Masks added to attention scores: 0 where a token may look, a large negative number where it may not.</summary>
public static class AttentionMasks
{
    // Large enough that the softmax gives an exact 0 in float32, small enough that no sum overflows.
    private const float Forbidden = -1e9f;

    /// <summary>
    /// Regions as prefix of packed texts, (B, 1, R+T, R+T): regions and shared tags see each other; any other word sees those and its own
    /// text, up to itself when <paramref name="causal"/> (prefix LM) and all of it otherwise (masked words, questions). Regions from
    /// <paramref name="regionCounts"/>[b] on are padding, seen by nobody.
    /// </summary>
    public static Tensor Prefix(int regions, IReadOnlyList<int> regionCounts, PackedTexts texts, bool causal)
    {
        var size = regions + texts.Length;
        var mask = new float[texts.Pictures * size * size];
        Array.Fill(mask, Forbidden);
        for (var b = 0; b < texts.Pictures; b++)
        {
            var segments = texts.Segments.AsSpan(b * texts.Length, texts.Length);
            for (var row = 0; row < size; row++)
            {
                var at = mask.AsSpan((b * size + row) * size, size);
                at[..regionCounts[b]].Clear();
                var words = at[regions..];
                for (var i = 0; i < segments.Length; i++)
                    if (segments[i] == PackedTexts.SharedSegment) words[i] = 0;
                var word = row - regions;
                if (word < 0 || segments[word] < 0) continue;
                for (var i = word; i >= 0 && segments[i] == segments[word]; i--) words[i] = 0;
                for (var i = word; !causal && i < segments.Length && segments[i] == segments[word]; i++) words[i] = 0;
            }
        }
        return tensor(mask, [texts.Pictures, 1, size, size]);
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
