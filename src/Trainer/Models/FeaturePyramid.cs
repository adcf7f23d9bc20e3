using TorchSharp;
using VlDistill.Trainer.Export;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Models;

/// <summary>A light feature pyramid (Lin et al. 2017): trunk maps at strides 8, 16, 32 → three maps of one width.</summary>
public sealed class FeaturePyramid : nn.Module<TrunkMaps, Tensor[]>
{
    private readonly ConvLayer lateral8;
    private readonly ConvLayer lateral16;
    private readonly ConvLayer lateral32;
    private readonly DepthwiseSeparable smooth8;
    private readonly DepthwiseSeparable smooth16;
    private readonly DepthwiseSeparable smooth32;

    public FeaturePyramid((int Stride8, int Stride16, int Grid) channels, int width) : base(nameof(FeaturePyramid))
    {
        lateral8 = new ConvLayer(new ConvSpec(channels.Stride8, width));
        lateral16 = new ConvLayer(new ConvSpec(channels.Stride16, width));
        lateral32 = new ConvLayer(new ConvSpec(channels.Grid, width));
        smooth8 = new DepthwiseSeparable(width, 3, false);
        smooth16 = new DepthwiseSeparable(width, 3, false);
        smooth32 = new DepthwiseSeparable(width, 3, false);
        RegisterComponents();
        // The pretrained maps reach values of 20 to 100 and there is no norm behind them: start small.
        using var _ = no_grad();
        foreach (var lateral in new[] { lateral8, lateral16, lateral32 }) lateral.Weight.mul_(0.1);
    }

    /// <summary>Strides 8, 16, 32, each (B, width, S/stride, S/stride).</summary>
    public override Tensor[] forward(TrunkMaps maps)
    {
        var top = lateral32.call(maps.Grid);
        var middle = lateral16.call(maps.Stride16).add_(Double(top));
        var fine = lateral8.call(maps.Stride8).add_(Double(middle));
        return [smooth8.call(fine), smooth16.call(middle), smooth32.call(top)];
    }

    /// <summary>The same pyramid in ONNX.</summary>
    public string[] Emit(OnnxGraphBuilder g, string name, (string Stride8, string Stride16, string Grid) maps)
    {
        var top = lateral32.Emit(g, $"{name}.lateral32", maps.Grid);
        var middle = g.Add(lateral16.Emit(g, $"{name}.lateral16", maps.Stride16), Double(g, top));
        var fine = g.Add(lateral8.Emit(g, $"{name}.lateral8", maps.Stride8), Double(g, middle));
        return [smooth8.Emit(g, $"{name}.smooth8", fine), smooth16.Emit(g, $"{name}.smooth16", middle), smooth32.Emit(g, $"{name}.smooth32", top)];
    }

    private static Tensor Double(Tensor map) => nn.functional.interpolate(map, scale_factor: [2, 2], mode: InterpolationMode.Nearest);

    private static string Double(OnnxGraphBuilder g, string map) =>
        g.Node("Resize", [map, "", g.Constant([1f, 1, 2, 2], 4)], ("mode", "nearest"), ("coordinate_transformation_mode", "asymmetric"), ("nearest_mode", "floor"));
}
