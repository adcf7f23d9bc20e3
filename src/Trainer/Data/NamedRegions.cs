using VlDistill.Regions;
using VlDistill.Text;

namespace VlDistill.Trainer.Data;

/// <summary>Finds the regions that the words of a text name.</summary>
/// <param name="labels">Word ids of each label of the detector; words that the vocabulary does not have name nothing.</param>
public sealed class NamedRegions(IReadOnlyList<int[]> labels)
{
    private readonly HashSet<long>[] names = [.. labels.Select(label => label.Where(word => word != Vocabulary.Unknown).Select(word => (long)word).ToHashSet())];

    /// <summary>1 where a word is part of the name of a region, else 0: (B, T, R), row-major. Masked words name nothing.</summary>
    /// <param name="texts">Of B pictures, T places each.</param>
    /// <param name="detected">What was found in each picture.</param>
    /// <param name="first">Tokens before the first detected region.</param>
    /// <param name="regions">R, tokens of the longest picture.</param>
    public float[] Of(PackedTexts texts, IReadOnlyList<IReadOnlyList<Region>> detected, int first, int regions)
    {
        var named = new float[texts.Pictures * texts.Length * regions];
        for (var b = 0; b < texts.Pictures; b++)
            for (var r = 0; r < detected[b].Count; r++)
                for (var t = 0; t < texts.Length; t++)
                    if (names[detected[b][r].Label].Contains(texts.Inputs[b * texts.Length + t])) named[(b * texts.Length + t) * regions + first + r] = 1;
        return named;
    }
}
