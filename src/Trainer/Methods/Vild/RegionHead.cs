using TorchSharp;
using TorchSharp.Modules;
using VlDistill.Trainer.Export;
using VlDistill.Trainer.Models;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.Vild;

/// <summary>Two linear layers from a region's feature to a direction: (…, C) → (…, D) of unit length.</summary>
/// <remarks>The feature is standardised over its channels first, as the transformer's region tokens are.</remarks>
public sealed class RegionHead : nn.Module<Tensor, Tensor>
{
    private const double Epsilon = 1e-5, LeastLength = 1e-6;
    private readonly int channels;
    private readonly Linear hidden, embedding;

    public RegionHead(int channels, int width, int dimensions) : base(nameof(RegionHead))
    {
        this.channels = channels;
        hidden = nn.Linear(channels, width);
        embedding = nn.Linear(width, dimensions);
        RegisterComponents();
    }

    public override Tensor forward(Tensor regions) => Direction(embedding.call(nn.functional.relu(hidden.call(nn.functional.layer_norm(regions, [channels], eps: Epsilon)))));

    /// <summary>Divides by the length over the last dimension; a vector of length 0 stays 0.</summary>
    public static Tensor Direction(Tensor vectors) => vectors / vectors.square().sum(-1, keepdim: true).sqrt().clamp_min(LeastLength);

    /// <summary>The same in ONNX.</summary>
    public string Emit(OnnxGraphBuilder g, string name, string regions)
    {
        var one = g.Node("Expand", [g.Constant([1f], 1), g.Ints(channels)]);
        var standard = g.Node("LayerNormalization", [regions, one], ("axis", -1), ("epsilon", Epsilon));
        return EmitDirection(g, g.Linear($"{name}.embedding", embedding, g.Relu(g.Linear($"{name}.hidden", hidden, standard))));
    }

    private static string EmitDirection(OnnxGraphBuilder g, string vectors)
    {
        var length = g.Node("ReduceL2", [vectors, g.Ints(-1)], ("keepdims", 1));
        return g.Node("Div", [vectors, g.Node("Max", [length, g.Scalar(LeastLength)])]);
    }
}
