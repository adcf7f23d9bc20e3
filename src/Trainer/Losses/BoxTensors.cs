using static TorchSharp.torch;

namespace VlDistill.Trainer.Losses;

/// <summary>Overlap of boxes given as tensors whose last dimension is x1, y1, x2, y2; other dimensions broadcast.</summary>
public static class BoxTensors
{
    private const double Epsilon = 1e-9;

    /// <summary>Intersection over union.</summary>
    public static Tensor IoU(Tensor a, Tensor b)
    {
        var (intersection, union) = Overlap(a, b);
        return intersection / union;
    }

    /// <summary>Generalised IoU (Rezatofighi et al. 2019, algorithm 1): IoU − (hull − union) / hull, in (−1, 1].</summary>
    public static Tensor GIoU(Tensor a, Tensor b)
    {
        var (intersection, union) = Overlap(a, b);
        var low = minimum(a.narrow(-1, 0, 2), b.narrow(-1, 0, 2));
        var high = maximum(a.narrow(-1, 2, 2), b.narrow(-1, 2, 2));
        var hull = Area(high - low) + Epsilon;
        return intersection / union - (hull - union) / hull;
    }

    private static (Tensor Intersection, Tensor Union) Overlap(Tensor a, Tensor b)
    {
        var low = maximum(a.narrow(-1, 0, 2), b.narrow(-1, 0, 2));
        var high = minimum(a.narrow(-1, 2, 2), b.narrow(-1, 2, 2));
        var intersection = Area((high - low).clamp_min(0));
        var areas = Area(a.narrow(-1, 2, 2) - a.narrow(-1, 0, 2)) + Area(b.narrow(-1, 2, 2) - b.narrow(-1, 0, 2));
        return (intersection, areas - intersection + Epsilon);
    }

    private static Tensor Area(Tensor sides) => sides.select(-1, 0) * sides.select(-1, 1);
}
