using System.ComponentModel.DataAnnotations;

namespace VlDistill.Trainer.Recipes;

/// <summary>Trains a vision-language transformer on features of trained eyes: what captions, pre-training, questions and relations share.</summary>
public abstract record TransformerSettings : TrainingSettings
{
    protected TransformerSettings() => (Schedule, EndFactor, WarmupSteps) = (Schedule.Linear, 0.03, 200);

    /// <summary>Stage whose feature map is read.</summary>
    public string Eyes { get; set; } = "student-eyes";

    /// <summary>Stage whose transformer this one starts from; empty = from random weights. Words it knows keep their embedding.</summary>
    public string Init { get; set; } = "";

    /// <summary>Transformer blocks.</summary>
    [Range(1, 48)]
    public int Layers { get; set; } = 3;

    /// <summary>Width of a token.</summary>
    [Range(8, 4096)]
    public int Width { get; set; } = 128;

    /// <summary>Attention heads; must divide the width.</summary>
    [Range(1, 64)]
    public int Heads { get; set; } = 4;

    /// <summary>Inner width of the feed-forward layer; 0 = four times the width.</summary>
    [Range(0, 16384)]
    public int Inner { get; set; }

    /// <summary>Whether the output layer is the word embedding.</summary>
    public bool TiedOutput { get; set; } = true;

    /// <summary>Dropout probability in blocks and embeddings.</summary>
    [Range(0, 0.9)]
    public double Dropout { get; set; } = 0.1;

    /// <summary>Uses in the training texts from which a word enters the vocabulary.</summary>
    [Range(1, 1000)]
    public int MinimumUses { get; set; } = 5;

    /// <summary>What is learned from a teacher.</summary>
    public DistilSettings Distil { get; set; } = new();
}
