using TorchSharp.Modules;
using VlDistill.Trainer.Methods.RvlBert;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.RelationBaselines;

/// <param name="Width">Units of each hidden layer.</param>
/// <param name="Classes">Predicates and background.</param>
public sealed record SpatialNetworkConfig(int Width, int Classes);

/// <summary>A perceptron with two hidden layers on the corners of two boxes and their <see cref="PairGeometry"/>.</summary>
public sealed class SpatialNetwork : nn.Module<Tensor, Tensor, Tensor>
{
    private const int Corners = 4;
    private readonly Linear first, second, classes;

    public SpatialNetwork(SpatialNetworkConfig config) : base(nameof(SpatialNetwork))
    {
        first = nn.Linear(2 * Corners + PairGeometry.Length, config.Width);
        second = nn.Linear(config.Width, config.Width);
        classes = nn.Linear(config.Width, config.Classes);
        RegisterComponents();
    }

    /// <summary>Relative boxes of subjects and objects (N, 4) each → logits (N, classes).</summary>
    public override Tensor forward(Tensor subjects, Tensor objects) =>
        classes.call(nn.functional.relu(second.call(nn.functional.relu(first.call(cat([subjects, objects, PairGeometry.Of(subjects, objects)], 1))))));
}
