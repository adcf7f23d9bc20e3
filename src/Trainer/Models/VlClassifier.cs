using TorchSharp.Modules;
using static TorchSharp.torch;

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
}
