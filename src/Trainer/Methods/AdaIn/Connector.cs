using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.AdaIn;

/// <summary>From the student's channels to the teacher's: 1 × 1 convolution, batch norm, and a rectifier where the teacher's map has one. Training only. (B, c, h, w) → (B, C, h, w).</summary>
/// <remarks>A map between two blocks of the teacher comes from a linear bottleneck and has both signs; rectified, it could not be met.</remarks>
public sealed class Connector : nn.Module<Tensor, Tensor>
{
    private readonly Conv2d convolution;
    private readonly BatchNorm2d norm;
    private readonly bool rectified;

    public Connector(int student, int teacher, bool rectified) : base(nameof(Connector))
    {
        this.rectified = rectified;
        convolution = nn.Conv2d(student, teacher, 1L, bias: false);
        norm = nn.BatchNorm2d(teacher);
        RegisterComponents();
    }

    public override Tensor forward(Tensor map)
    {
        var mapped = norm.call(convolution.call(map));
        return rectified ? nn.functional.relu(mapped) : mapped;
    }
}
