using TorchSharp.Modules;
using VlDistill.Trainer.Export;
using static TorchSharp.torch;
using ElementType = VlDistill.Trainer.Export.Onnx.TensorProto.Types.DataType;

namespace VlDistill.Trainer.Models;

/// <summary>Size of a classifier: its transformer and the number of classes.</summary>
public sealed record VlClassifierConfig(VlConfig Transformer, int Classes);

/// <summary>Logits per text (S, C), and all that the transformer gave.</summary>
public sealed record ClassifierOutput(Tensor Classes, VlOutput Output);

/// <summary>
/// The transformer with a linear layer over its state at <c>cls</c>: two classes for image-text matching in pre-training, the answer
/// list for questions (Oscar, Li et al. 2020, section 4).
/// </summary>
public sealed class VlClassifier : nn.Module<VlInput, Tensor, ClassifierOutput>
{
    private readonly VlTransformer transformer;
    private readonly LaneDropout dropout;
    private readonly Linear head;

    public VlClassifier(VlClassifierConfig config) : base(nameof(VlClassifier))
    {
        Config = config;
        transformer = new VlTransformer(config.Transformer);
        dropout = new LaneDropout(config.Transformer.Dropout);
        head = nn.Linear(config.Transformer.Width, config.Classes);
        RegisterComponents();
    }

    public VlClassifierConfig Config { get; }

    public VlTransformer Transformer => transformer;

    /// <param name="input">Pictures with packed texts.</param>
    /// <param name="places">Flat places (S) of the <c>cls</c> marks among B·T text places.</param>
    public override ClassifierOutput forward(VlInput input, Tensor places)
    {
        var output = transformer.call(input);
        var states = output.Text.flatten(0, 1).index_select(0, places); // (S, d)
        return new ClassifierOutput(head.call(dropout.call(states)), output);
    }

    /// <summary>
    /// answers.onnx: <c>regions</c> (1, R, C), <c>boxes</c> (1, R, 4), <c>question</c> (1, T) with its marks → <c>scores</c> (1, classes) that sum
    /// to 1, <c>attention</c> of the question's tokens (L, H, T, R+T).
    /// </summary>
    public void EmitAnswers(OnnxGraphBuilder g)
    {
        var size = Config.Transformer;
        var features = g.Input("regions", ElementType.Float, 1, "regions", size.Features);
        var boxes = g.Input("boxes", ElementType.Float, 1, "regions", 4);
        var (text, attention) = transformer.EmitText(g, features, boxes, g.Input("question", ElementType.Int64, 1, "tokens"));
        var state = g.Node("Squeeze", [g.Slice(text, 1, 0, 1), g.Ints(1)]);
        g.Output(g.Node("Softmax", [g.Linear("head", head, state)], ("axis", -1)), "scores", ElementType.Float, 1, Config.Classes);
        g.Output(attention, "attention", ElementType.Float, size.Layers, size.Heads, "tokens", "keys");
    }
}
