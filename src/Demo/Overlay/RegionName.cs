using VlDistill.Regions;

namespace VlDistill.Demo.Overlay;

/// <summary>Region tokens as people read them: whole picture, cell C4 (column letter, row number), person.</summary>
public static class RegionName
{
    /// <summary>Writes the name; returns its length.</summary>
    public static int Write(Span<char> into, int token, RegionSet regions, IReadOnlyList<string> labels)
    {
        int length;
        if (token == 0) into.TryWrite($"whole picture", out length);
        else if (token < RegionSet.FixedTokens)
            into.TryWrite($"cell {(char)('A' + (token - 1) % RegionSet.GridSize)}{(token - 1) / RegionSet.GridSize + 1}", out length);
        else if (token - RegionSet.FixedTokens < regions.Detected.Count)
            into.TryWrite($"{LabelOf(regions.Detected[token - RegionSet.FixedTokens].Label, labels)}", out length);
        else into.TryWrite($"box {token - RegionSet.FixedTokens + 1}", out length);
        return length;
    }

    /// <summary>A class's name; a question mark for one the bundle does not know.</summary>
    public static string LabelOf(int label, IReadOnlyList<string> labels) => label >= 0 && label < labels.Count ? labels[label] : "?";

    /// <summary>The token of the detected box that is the same thing as <paramref name="box"/>; −1 where there is none.</summary>
    public static int TokenOf(Box box, RegionSet regions)
    {
        int best = -1;
        float most = 0.3f;
        for (int i = 0; i < regions.Detected.Count; i++)
        {
            float overlap = regions.Detected[i].Box.IoU(box);
            if (overlap > most) (best, most) = (RegionSet.FixedTokens + i, overlap);
        }

        return best;
    }
}
