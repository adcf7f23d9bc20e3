using TorchSharp;
using TorchSharp.Modules;
using VlDistill.Trainer.Export;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Models;

/// <summary>What follows a convolution.</summary>
public enum Activation
{
    None,
    Relu,
    Relu6,
}

/// <summary>One convolution with bias: channels in and out, square kernel, stride, depthwise or dense, activation, batch norm before it.</summary>
public sealed record ConvSpec(int In, int Out, int Kernel = 1, int Stride = 1, bool Depthwise = false, Activation Activation = Activation.None, bool Norm = false);

/// <summary>Convolution with bias and TensorFlow's SAME padding (more at the end when odd): (B, in, h, w) → (B, out, ⌈h/s⌉, ⌈w/s⌉).</summary>
/// <remarks>
/// The pretrained networks have their batch norms folded in; few norms and channels-last maps are what makes training on a CPU fast. A
/// network that starts from nothing needs them; at run time ONNX Runtime folds them in again.
/// </remarks>
public sealed class ConvLayer : nn.Module<Tensor, Tensor>
{
    private readonly ConvSpec spec;
    private readonly Parameter weight;
    private readonly Parameter bias;
    private readonly BatchNorm2d? norm;

    public ConvLayer(ConvSpec spec) : base(nameof(ConvLayer))
    {
        this.spec = spec;
        var kernel = zeros(spec.Out, spec.Depthwise ? 1 : spec.In, spec.Kernel, spec.Kernel);
        var fanIn = (spec.Depthwise ? 1 : spec.In) * spec.Kernel * spec.Kernel;
        // He initialisation before a rectifier, unit gain elsewhere.
        nn.init.normal_(kernel, 0, Math.Sqrt((spec.Activation == Activation.None ? 1.0 : 2.0) / fanIn));
        weight = nn.Parameter(kernel);
        bias = nn.Parameter(zeros(spec.Out));
        if (spec.Norm) norm = nn.BatchNorm2d(spec.Out);
        RegisterComponents();
    }

    /// <summary>(out, in or 1, k, k).</summary>
    public Tensor Weight => weight;

    /// <summary>(out).</summary>
    public Tensor Bias => bias;

    public override Tensor forward(Tensor input)
    {
        var (top, bottom) = Padding(input.shape[2]);
        var (left, right) = Padding(input.shape[3]);
        var groups = spec.Depthwise ? spec.In : 1;
        Tensor output;
        if (top == bottom && left == right)
        {
            output = nn.functional.conv2d(input, weight, bias, [spec.Stride, spec.Stride], [top, left], groups: groups);
        }
        else
        {
            using var padded = nn.functional.pad(input, [left, right, top, bottom]);
            output = nn.functional.conv2d(padded, weight, bias, [spec.Stride, spec.Stride], groups: groups);
        }
        if (norm is not null) output = norm.call(output);
        // In place: neither the convolution or norm nor the rectifier needs the value before it for the gradient.
        return spec.Activation switch
        {
            Activation.Relu => output.relu_(),
            Activation.Relu6 => nn.functional.relu6(output, inplace: true),
            _ => output,
        };
    }

    /// <summary>Multiplications with additions for one sample whose map is <paramref name="side"/> cells wide and high, which becomes the output's; norms are folded in.</summary>
    public long MultiplyAdds(ref int side)
    {
        side = (side + spec.Stride - 1) / spec.Stride;
        return weight.numel() * side * side;
    }

    /// <summary>The same layer in ONNX; <paramref name="name"/> is its state-dict prefix.</summary>
    public string Emit(OnnxGraphBuilder g, string name, string input)
    {
        var output = g.Node("Conv", [input, g.Weight($"{name}.weight", weight), g.Weight($"{name}.bias", bias)],
            ("auto_pad", "SAME_UPPER"),
            ("kernel_shape", new long[] { spec.Kernel, spec.Kernel }),
            ("strides", new long[] { spec.Stride, spec.Stride }),
            ("group", spec.Depthwise ? spec.In : 1));
        if (norm is not null)
            output = g.Node("BatchNormalization", [output, g.Weight($"{name}.norm.weight", norm.weight), g.Weight($"{name}.norm.bias", norm.bias!),
                g.Weight($"{name}.norm.running_mean", norm.running_mean!), g.Weight($"{name}.norm.running_var", norm.running_var!)], ("epsilon", norm.eps));
        return spec.Activation switch
        {
            Activation.Relu => g.Relu(output),
            Activation.Relu6 => g.Node("Clip", [output, g.Scalar(0), g.Scalar(6)]),
            _ => output,
        };
    }

    private (long Before, long After) Padding(long size)
    {
        var total = Math.Max(0, ((size + spec.Stride - 1) / spec.Stride - 1) * spec.Stride + spec.Kernel - size);
        return (total / 2, total - total / 2);
    }
}
