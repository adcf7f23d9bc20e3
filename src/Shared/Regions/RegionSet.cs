namespace VlDistill.Regions;

/// <summary>A detection: where, what (index into the detector's labels), and how sure in [0, 1].</summary>
public readonly record struct Region(Box Box, int Label, float Score);

/// <summary>
/// What the student's detector found in one picture, and the region tokens every VL transformer reads: the whole picture,
/// then the cells of a fixed grid in row order, then the detected boxes. Teacher and student get the same boxes, so token i
/// is the same place in both (Fang et al. 2021, section 3.2).
/// </summary>
public sealed record RegionSet(IReadOnlyList<Region> Detected, IReadOnlyList<Box> Tokens)
{
    /// <summary>Cells per side of the fixed grid.</summary>
    public const int GridSize = 7;

    /// <summary>Tokens before the first detected box: the whole picture and the grid.</summary>
    public const int FixedTokens = 1 + GridSize * GridSize;

    private static readonly Box[] fixedBoxes = [Box.Whole, .. from y in Enumerable.Range(0, GridSize)
                                                               from x in Enumerable.Range(0, GridSize)
                                                               select Cell(x, y)];

    /// <summary>Builds the token list for the given detections.</summary>
    public static RegionSet From(IReadOnlyList<Region> detected) => new(detected, [.. fixedBoxes, .. detected.Select(r => r.Box)]);

    private static Box Cell(int x, int y) => new((float)x / GridSize, (float)y / GridSize, (x + 1f) / GridSize, (y + 1f) / GridSize);
}
