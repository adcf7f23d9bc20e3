using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.Ffsd;

/// <summary>Convolution without bias, batch norm, rectifier: (B, in, h, w) → (B, out, h, w). What FFSD's helper modules are made of; they are discarded after training.</summary>
public sealed class NormedConvolution : nn.Module<Tensor, Tensor>
{
    private readonly Conv2d convolution;
    private readonly BatchNorm2d norm;

    public NormedConvolution(long channels, long outputs, int kernel, bool depthwise = false) : base(nameof(NormedConvolution))
    {
        convolution = nn.Conv2d(channels, outputs, kernel, padding: kernel / 2, groups: depthwise ? channels : 1, bias: false);
        nn.init.normal_(convolution.weight, 0, Math.Sqrt(2.0 / (kernel * kernel * outputs)));
        norm = nn.BatchNorm2d(outputs);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => nn.functional.relu(norm.call(convolution.call(input)));
}
