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
}

/// <summary>One block: channels, expanded channels, kernel, stride; a residual is added where asked.</summary>
public sealed record BlockSpec(BlockKind Kind, int In, int Expanded, int Out, int Kernel = 3, int Stride = 1, bool Residual = false);

/// <summary>MobileNet's block with a linear bottleneck (Sandler et al. 2018), plain or fused (EdgeTPU): (B, in, h, w) → (B, out, ⌈h/s⌉, ⌈w/s⌉).</summary>
public sealed class InvertedBottleneck : nn.Module<Tensor, Tensor>
{
    private readonly bool residual;
    private readonly ModuleList<ConvLayer> layers;

    public InvertedBottleneck(BlockSpec spec, Activation activation, bool norm = false) : base(nameof(InvertedBottleneck))
    {
        residual = spec.Residual;
        ConvSpec depthwise = new(spec.Expanded, spec.Expanded, spec.Kernel, spec.Stride, true, activation);
        ConvSpec project = new(spec.Expanded, spec.Out);
        ConvSpec[] specs = spec.Kind switch
        {
            BlockKind.Project => [project],
            BlockKind.Depthwise => [depthwise, project],
            BlockKind.Fused => [new(spec.In, spec.Expanded, spec.Kernel, spec.Stride, false, activation), project],
            _ => [new(spec.In, spec.Expanded, 1, 1, false, activation), depthwise, project],
        };
        layers = nn.ModuleList(specs.Select(s => new ConvLayer(s with { Norm = norm })).ToArray());
        RegisterComponents();
    }

    /// <summary>In the order of computation.</summary>
    public IEnumerable<ConvLayer> Layers => layers;

    public override Tensor forward(Tensor input)
    {
        var x = input;
        foreach (var layer in layers) x = layer.call(x);
        return residual ? x.add_(input) : x;
    }

    /// <summary>The same block in ONNX.</summary>
    public string Emit(OnnxGraphBuilder g, string name, string input)
    {
        var x = input;
        for (var i = 0; i < layers.Count; i++) x = layers[i].Emit(g, $"{name}.layers.{i}", x);
        return residual ? g.Add(x, input) : x;
    }
}
