using TorchSharp;
using TorchSharp.Modules;
using VlDistill.Trainer.Export;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Models;

/// <summary>
/// Region tokens: LayerNorm(Linear([feature ; x1, y1, x2, y2, w, h])), relative coordinates (Oscar, Li et al. 2020).
/// Features (B, R, C), boxes (B, R, 4) → (B, R, d).
/// </summary>
/// <remarks>The feature is standardised over its channels first: rectified maps of different networks differ in scale by a factor of twenty.</remarks>
public sealed class RegionEmbedding : nn.Module<Tensor, Tensor, Tensor>
{
    private const int BoxNumbers = 6;
    private const double Epsilon = 1e-5;
    private readonly int features;
    private readonly Linear projection;
    private readonly LayerNorm norm;

    public RegionEmbedding(int features, int width) : base(nameof(RegionEmbedding))
    {
        this.features = features;
        projection = nn.Linear(features + BoxNumbers, width);
        norm = nn.LayerNorm(width);
        RegisterComponents();
        // Six numbers among a thousand channels start with a say of about the same size.
        using var _ = no_grad();
        using var place = projection.weight.narrow(1, features, BoxNumbers);
        place.mul_(Math.Sqrt((features + BoxNumbers) / (double)BoxNumbers));
    }

    public override Tensor forward(Tensor regions, Tensor boxes)
    {
        var standard = nn.functional.layer_norm(regions, [features], eps: Epsilon);
        var sides = boxes.narrow(2, 2, 2) - boxes.narrow(2, 0, 2);
        return norm.call(projection.call(cat([standard, boxes, sides], 2)));
    }

    /// <summary>The same in ONNX.</summary>
    public string Emit(OnnxGraphBuilder g, string name, string regions, string boxes)
    {
        var one = g.Node("Expand", [g.Constant([1f], 1), g.Ints(features)]);
        var standard = g.Node("LayerNormalization", [regions, one], ("axis", -1), ("epsilon", Epsilon));
        var sides = g.Node("Sub", [g.Slice(boxes, 2, 2, 4), g.Slice(boxes, 2, 0, 2)]);
        return g.LayerNorm($"{name}.norm", norm, g.Linear($"{name}.projection", projection, g.Concat(2, standard, boxes, sides)));
    }
}
