using static TorchSharp.torch;

namespace VlDistill.Trainer.Models;

/// <summary>The places a one-stage detector predicts from: cell centres of the maps at strides 8, 16, 32, finest first, rows top to bottom.</summary>
/// <remarks>Not a module: constants, no state. Coordinates are relative to the picture.</remarks>
public sealed class AnchorGrid
{
    private readonly float[] centres;
    private readonly float[] strides;

    /// <param name="size">Side of the network's input in pixels, a multiple of 32.</param>
    public AnchorGrid(int size)
    {
        if (size <= 0 || size % 32 != 0) throw new UserException($"picture size {size} must be a multiple of 32");
        int[] levels = [8, 16, 32];
        var cells = levels.SelectMany(stride =>
            from y in Enumerable.Range(0, size / stride)
            from x in Enumerable.Range(0, size / stride)
            select (X: (x + 0.5f) * stride / size, Y: (y + 0.5f) * stride / size, Stride: (float)stride / size)).ToArray();
        Count = cells.Length;
        centres = [.. cells.SelectMany(c => new[] { c.X, c.Y })];
        strides = [.. cells.Select(c => c.Stride)];
        LevelCounts = [.. levels.Select(stride => size / stride * (size / stride))];
    }

    /// <summary>Number of places over all levels.</summary>
    public int Count { get; }

    /// <summary>Number of places per level.</summary>
    public int[] LevelCounts { get; }

    /// <summary>(places, 2): x, y.</summary>
    public Tensor Centres() => tensor(centres, [Count, 2]);

    /// <summary>(places, 1): the cell's side.</summary>
    public Tensor Strides() => tensor(strides, [Count, 1]);

    /// <summary>The centres as they are embedded in a graph.</summary>
    public float[] CentreValues => centres;

    /// <summary>The cell sides as they are embedded in a graph.</summary>
    public float[] StrideValues => strides;
}
