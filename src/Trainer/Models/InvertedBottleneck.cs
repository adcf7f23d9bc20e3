using TorchSharp;
using TorchSharp.Modules;
using VlDistill.Trainer.Export;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Models;

/// <summary>How a block mixes space and channels before its linear 1×1 projection.</summary>
public enum BlockKind
{
    /// <summary>Projection alone.</summary>
    Project,

    /// <summary>Depthwise k×k, no expansion.</summary>
    Depthwise,

    /// <summary>Dense k×k that expands.</summary>
    Fused,

    /// <summary>1×1 expansion, then depthwise k×k.</summary>
    Inverted,

    /// <summary>Two dense k×k, a shortcut and a rectifier behind the sum: ResNet's block (He et al. 2016); it has no expansion.</summary>
    Basic,
}

/// <summary>One block: channels, expanded channels, kernel, stride; a residual is added where asked.</summary>
public sealed record BlockSpec(BlockKind Kind, int In, int Expanded, int Out, int Kernel = 3, int Stride = 1, bool Residual = false);

/// <summary>MobileNet's block with a linear bottleneck (Sandler et al. 2018), plain or fused (EdgeTPU), or ResNet's: (B, in, h, w) → (B, out, ⌈h/s⌉, ⌈w/s⌉).</summary>
public sealed class InvertedBottleneck : nn.Module<Tensor, Tensor>
{
    private readonly bool residual;
    private readonly ModuleList<ConvLayer> layers;
    private readonly ConvLayer? shortcut;
    private readonly bool basic;

    public InvertedBottleneck(BlockSpec spec, Activation activation, bool norm = false) : base(nameof(InvertedBottleneck))
    {
        (residual, basic) = (spec.Residual, spec.Kind == BlockKind.Basic);
        ConvSpec depthwise = new(spec.Expanded, spec.Expanded, spec.Kernel, spec.Stride, true, activation);
        ConvSpec project = new(spec.Expanded, spec.Out);
        ConvSpec[] specs = spec.Kind switch
        {
            BlockKind.Project => [project],
            BlockKind.Basic => [new(spec.In, spec.Out, spec.Kernel, spec.Stride, false, activation), new(spec.Out, spec.Out, spec.Kernel)],
            BlockKind.Depthwise => [depthwise, project],
            BlockKind.Fused => [new(spec.In, spec.Expanded, spec.Kernel, spec.Stride, false, activation), project],
            _ => [new(spec.In, spec.Expanded, 1, 1, false, activation), depthwise, project],
        };
        layers = nn.ModuleList(specs.Select(s => new ConvLayer(s with { Norm = norm })).ToArray());
        if (basic && (spec.In != spec.Out || spec.Stride != 1)) shortcut = new ConvLayer(new ConvSpec(spec.In, spec.Out, 1, spec.Stride, Norm: norm));
        RegisterComponents();
    }

    /// <summary>In the order of computation.</summary>
    public IEnumerable<ConvLayer> Layers => shortcut is null ? layers : [.. layers, shortcut];

    public override Tensor forward(Tensor input)
    {
        var x = input;
        foreach (var layer in layers) x = layer.call(x);
        if (basic) return (x + (shortcut is null ? input : shortcut.call(input))).relu_();
        return residual ? x.add_(input) : x;
    }

    /// <summary>Multiplications with additions for one sample; <paramref name="side"/> of its map becomes the output's.</summary>
    public long MultiplyAdds(ref int side)
    {
        var (total, before) = (0L, side);
        foreach (var layer in layers) total += layer.MultiplyAdds(ref side);
        return total + (shortcut?.MultiplyAdds(ref before) ?? 0);
    }

    /// <summary>The same block in ONNX.</summary>
    public string Emit(OnnxGraphBuilder g, string name, string input)
    {
        var x = input;
        for (var i = 0; i < layers.Count; i++) x = layers[i].Emit(g, $"{name}.layers.{i}", x);
        if (basic) return g.Relu(g.Add(x, shortcut is null ? input : shortcut.Emit(g, $"{name}.shortcut", input)));
        return residual ? g.Add(x, input) : x;
    }
}
