using VlDistill.Regions;

namespace VlDistill.Trainer.Methods.WsdTags;

/// <summary>Places where the teacher looks for tags: windows of several sizes that cover every picture alike, then the student detector's boxes.</summary>
public static class Proposals
{
    /// <summary>Width and height of windows as shares of the picture, and how many stand side by side on each axis.</summary>
    private static readonly (float Width, float Height, int Columns, int Rows)[] windows =
    [
        (1, 1, 1, 1), (2 / 3f, 2 / 3f, 2, 2), (1 / 2f, 1 / 2f, 3, 3), (1 / 3f, 1 / 3f, 3, 3),
    ];

    /// <summary>The windows, the whole picture first.</summary>
    public static IReadOnlyList<Box> Dense { get; } = [.. windows.SelectMany(w =>
        from row in Enumerable.Range(0, w.Rows)
        from column in Enumerable.Range(0, w.Columns)
        select At(Start(column, w.Columns, w.Width), Start(row, w.Rows, w.Height), w.Width, w.Height))];

    /// <summary>All proposals of a picture.</summary>
    public static IReadOnlyList<Box> Of(IReadOnlyList<Region> detected) => [.. Dense, .. detected.Select(r => r.Box)];

    private static float Start(int number, int count, float side) => count == 1 ? 0 : number * (1 - side) / (count - 1);

    private static Box At(float x, float y, float width, float height) => new(x, y, Math.Min(1, x + width), Math.Min(1, y + height));
}
