using TorchSharp;
using TorchSharp.Modules;
using VlDistill.Trainer.Export;
using VlDistill.Trainer.Models;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.RvlBert;

/// <summary>BERT's masked-word transform, LN(GELU(W x)), then dropout and a linear layer to the classes: (N, d) → (N, classes).</summary>
/// <remarks>Our pre-training reads masked words without a transform, so it starts from random weights.</remarks>
public sealed class RelationHead : nn.Module<Tensor, Tensor>
{
    private readonly Linear transform, classes;
    private readonly LayerNorm norm;
    private readonly LaneDropout dropout;

    public RelationHead(int width, int classes, double dropout) : base(nameof(RelationHead))
    {
        transform = nn.Linear(width, width);
        norm = nn.LayerNorm(width);
        this.dropout = new LaneDropout(dropout);
        this.classes = nn.Linear(width, classes);
        RegisterComponents();
    }

    public override Tensor forward(Tensor states) => classes.call(dropout.call(norm.call(nn.functional.gelu(transform.call(states)))));

    /// <summary>The same in ONNX.</summary>
    public string Emit(OnnxGraphBuilder g, string name, string states) =>
        g.Linear($"{name}.classes", classes, g.LayerNorm($"{name}.norm", norm, g.Gelu(g.Linear($"{name}.transform", transform, states))));
}
