using TorchSharp;
using VlDistill.Trainer.Export;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Models;

/// <summary>Depthwise k×k then 1×1 with a rectifier, optionally added to the input: (B, c, h, w) → (B, c, h, w).</summary>
public sealed class DepthwiseSeparable : nn.Module<Tensor, Tensor>
{
    private readonly bool residual;
    private readonly ConvLayer depthwise;
    private readonly ConvLayer pointwise;

    public DepthwiseSeparable(int channels, int kernel, bool residual) : base(nameof(DepthwiseSeparable))
    {
        this.residual = residual;
        depthwise = new ConvLayer(new ConvSpec(channels, channels, kernel, 1, true));
        pointwise = new ConvLayer(new ConvSpec(channels, channels, 1, 1, false, Activation.Relu));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var x = pointwise.call(depthwise.call(input));
        // Not in place: the rectifier's output is what its gradient is computed from.
        return residual ? x + input : x;
    }

    /// <summary>The same block in ONNX.</summary>
    public string Emit(OnnxGraphBuilder g, string name, string input)
    {
        var x = pointwise.Emit(g, $"{name}.pointwise", depthwise.Emit(g, $"{name}.depthwise", input));
        return residual ? g.Add(x, input) : x;
    }
}
