using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.RelationBaselines;

/// <param name="Width">Units of each hidden layer.</param>
/// <param name="Classes">Predicates and background.</param>
public sealed record SpatialNetworkConfig(int Width, int Classes);

/// <summary>A perceptron with two hidden layers on <see cref="BoxGeometry"/>.</summary>
public sealed class SpatialNetwork : nn.Module<Tensor, Tensor>
{
    private readonly Linear first, second, classes;

    public SpatialNetwork(SpatialNetworkConfig config) : base(nameof(SpatialNetwork))
    {
        first = nn.Linear(BoxGeometry.Length, config.Width);
        second = nn.Linear(config.Width, config.Width);
        classes = nn.Linear(config.Width, config.Classes);
        RegisterComponents();
    }

    /// <summary>(N, <see cref="BoxGeometry.Length"/>) → logits (N, classes).</summary>
    public override Tensor forward(Tensor geometry) => classes.forward(nn.functional.relu(second.forward(nn.functional.relu(first.forward(geometry)))));
}
