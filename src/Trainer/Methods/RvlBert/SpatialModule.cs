using TorchSharp;
using TorchSharp.Modules;
using VlDistill.Trainer.Export;
using VlDistill.Trainer.Models;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.RvlBert;

/// <summary>
/// Spatial module (Chiou et al. 2021, section III-D): f = W5 · Drop(ReLU(W4(ReLU(W1 b_s) + ReLU(W2 b_o)))), then h = W_b · Drop(ReLU(W_a[h_mask ; f])).
/// Input: states (N, d), relative boxes of subjects and objects (N, 4) each → (N, d).
/// </summary>
/// <remarks>Not in the paper: with pair geometry the inner sum has a third term, ReLU(W3 g), g = <see cref="PairGeometry"/> of both boxes.</remarks>
public sealed class SpatialModule : nn.Module<Tensor, Tensor, Tensor, Tensor>
{
    private const int Corners = 4;
    private readonly Linear subject, @object, joined, place, mix, fused;
    private readonly Linear? pair;
    private readonly LaneDropout dropout;

    public SpatialModule(int width, double dropout, bool pairGeometry = false) : base(nameof(SpatialModule))
    {
        subject = nn.Linear(Corners, width);
        @object = nn.Linear(Corners, width);
        joined = nn.Linear(width, width);
        place = nn.Linear(width, width);
        mix = nn.Linear(2 * width, width);
        fused = nn.Linear(width, width);
        this.dropout = new LaneDropout(dropout);
        pair = pairGeometry ? nn.Linear(PairGeometry.Length, width) : null;
        RegisterComponents();
    }

    public override Tensor forward(Tensor states, Tensor subjects, Tensor objects)
    {
        var both = nn.functional.relu(subject.call(subjects)) + nn.functional.relu(@object.call(objects));
        if (pair is not null) both = both + nn.functional.relu(pair.call(PairGeometry.Of(subjects, objects)));
        var places = place.call(dropout.call(nn.functional.relu(joined.call(both)))); // f
        return fused.call(dropout.call(nn.functional.relu(mix.call(cat([states, places], 1)))));
    }

    /// <summary>The same in ONNX.</summary>
    public string Emit(OnnxGraphBuilder g, string name, string states, string subjects, string objects)
    {
        var both = g.Add(g.Relu(g.Linear($"{name}.subject", subject, subjects)), g.Relu(g.Linear($"{name}.object", @object, objects)));
        if (pair is not null) both = g.Add(both, g.Relu(g.Linear($"{name}.pair", pair, PairGeometry.Emit(g, subjects, objects))));
        var places = g.Linear($"{name}.place", place, g.Relu(g.Linear($"{name}.joined", joined, both)));
        return g.Linear($"{name}.fused", fused, g.Relu(g.Linear($"{name}.mix", mix, g.Concat(1, states, places))));
    }
}
