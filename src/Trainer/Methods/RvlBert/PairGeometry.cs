using VlDistill.Trainer.Export;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.RvlBert;

/// <summary>
/// How two boxes lie to each other: distance of the centres in the picture and in sizes of the object, logarithm of the ratio of the sizes, IoU, and the
/// share of the smaller box that the other covers. Relative boxes of subjects and objects (N, 4) each → (N, 8), finite for empty boxes too.
/// </summary>
public static class PairGeometry
{
    /// <summary>Numbers of a pair.</summary>
    public const int Length = 8;

    // A distance of more object sizes than Farthest says no more; Smallest keeps empty boxes from dividing by nothing.
    private const double Farthest = 3, Smallest = 1e-3, Nothing = 1e-9;

    /// <summary>The numbers, one row a pair.</summary>
    public static Tensor Of(Tensor subjects, Tensor objects)
    {
        using var scope = NewDisposeScope();
        var (sizes, others) = (Sides(subjects), Sides(objects)); // (N, 2)
        var apart = (subjects.narrow(1, 0, 2) + subjects.narrow(1, 2, 2) - objects.narrow(1, 0, 2) - objects.narrow(1, 2, 2)) / 2;
        var shared = Area((minimum(subjects.narrow(1, 2, 2), objects.narrow(1, 2, 2)) - maximum(subjects.narrow(1, 0, 2), objects.narrow(1, 0, 2))).clamp_min(0));
        var (area, other) = (Area(sizes.clamp_min(0)), Area(others.clamp_min(0)));
        var ratio = sizes.clamp_min(Smallest).log() - others.clamp_min(Smallest).log();
        var iou = shared / (area + other - shared).clamp_min(Nothing);
        return cat([apart, (apart / others.clamp_min(Smallest)).clamp(-Farthest, Farthest), ratio, iou, shared / minimum(area, other).clamp_min(Nothing)], 1).MoveToOuterDisposeScope();

        static Tensor Sides(Tensor boxes) => boxes.narrow(1, 2, 2) - boxes.narrow(1, 0, 2);
        static Tensor Area(Tensor sides) => sides.narrow(1, 0, 1) * sides.narrow(1, 1, 1);
    }

    /// <summary>The same in ONNX.</summary>
    public static string Emit(OnnxGraphBuilder g, string subjects, string objects)
    {
        var (low, high) = (g.Slice(subjects, 1, 0, 2), g.Slice(subjects, 1, 2, 4));
        var (lowOther, highOther) = (g.Slice(objects, 1, 0, 2), g.Slice(objects, 1, 2, 4));
        var (sizes, others) = (Minus(high, low), Minus(highOther, lowOther));
        var apart = g.Multiply(Minus(g.Add(low, high), g.Add(lowOther, highOther)), g.Scalar(0.5));
        var shared = Area(g.Relu(Minus(g.Node("Min", [high, highOther]), g.Node("Max", [low, lowOther]))));
        var (area, other) = (Area(g.Relu(sizes)), Area(g.Relu(others)));
        var far = g.Node("Clip", [Over(apart, others, Smallest), g.Scalar(-Farthest), g.Scalar(Farthest)]);
        var ratio = Minus(Log(sizes), Log(others));
        return g.Concat(1, apart, far, ratio, Over(shared, Minus(g.Add(area, other), shared), Nothing), Over(shared, g.Node("Min", [area, other]), Nothing));

        string Minus(string a, string b) => g.Node("Sub", [a, b]);
        string Least(string x, double least) => g.Node("Max", [x, g.Scalar(least)]);
        string Over(string a, string b, double least) => g.Node("Div", [a, Least(b, least)]);
        string Log(string x) => g.Node("Log", [Least(x, Smallest)]);
        string Area(string sides) => g.Multiply(g.Slice(sides, 1, 0, 1), g.Slice(sides, 1, 1, 2));
    }
}
