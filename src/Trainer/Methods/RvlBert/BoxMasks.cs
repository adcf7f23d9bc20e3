using VlDistill.Regions;

namespace VlDistill.Trainer.Methods.RvlBert;

/// <summary>Boxes as masks over a map's cells: what mask attention should look like.</summary>
public static class BoxMasks
{
    // A side that ends where a cell ends must not reach the next one by rounding.
    private const float Inset = 1e-4f;

    /// <summary>1 in every cell a box touches, else 0: (boxes, rows, columns), row-major; rows are y, columns are x. An empty box touches the cell it lies in.</summary>
    public static float[] Of(IReadOnlyList<Box> boxes, int rows, int columns)
    {
        var masks = new float[boxes.Count * rows * columns];
        for (var i = 0; i < boxes.Count; i++)
        {
            var (top, bottom) = Touched(boxes[i].Y1, boxes[i].Y2, rows);
            var (left, right) = Touched(boxes[i].X1, boxes[i].X2, columns);
            for (var y = top; y < bottom; y++) masks.AsSpan((i * rows + y) * columns + left, right - left).Fill(1);
        }
        return masks;
    }

    private static (int First, int End) Touched(float from, float to, int cells)
    {
        var first = Math.Clamp((int)MathF.Floor(from * cells + Inset), 0, cells - 1);
        return (first, Math.Clamp((int)MathF.Ceiling(to * cells - Inset), first + 1, cells));
    }
}
