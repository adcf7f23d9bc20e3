using System.ComponentModel.DataAnnotations;

namespace VlDistill.Trainer.Recipes;

/// <summary>Distils a small text encoder for typed names from a large one; needs <c>--data weights=DIR</c> with the teacher and the word lists in lexical/ and glove/.</summary>
public sealed record TextEncoderSettings : TrainingSettings
{
    public TextEncoderSettings()
    {
        (Epochs, Steps, BatchSize, Lanes, LearningRate, WarmupSteps, Beta2) = (0, 3000, 256, 1, 2e-3, 100, 0.98);
        (EvaluateEvery, EvaluateOn) = (500, 2000);
    }

    /// <summary>The encoder to learn from: use-lite, glove or random.</summary>
    public string Teacher { get; set; } = "use-lite";

    /// <summary>Whether the target of a name is the teacher's mean over the prompts, so that prompts cost nothing later; else what it says of the bare name.</summary>
    public bool Prompts { get; set; } = true;

    /// <summary>Words with vectors of their own, the most frequent ones of the training phrases.</summary>
    [Range(1, 1_000_000)]
    public int Words { get; set; } = 10000;

    /// <summary>Vectors that letter groups share.</summary>
    [Range(1, 1_000_000)]
    public int Buckets { get; set; } = 10000;

    /// <summary>Numbers of such a vector.</summary>
    [Range(1, 4096)]
    public int Embedding { get; set; } = 128;

    /// <summary>Numbers of a word's state in the blocks.</summary>
    [Range(1, 4096)]
    public int Width { get; set; } = 256;

    /// <summary>Transformer blocks.</summary>
    [Range(0, 24)]
    public int Layers { get; set; } = 2;

    /// <summary>Attention heads, a divisor of the width.</summary>
    [Range(1, 64)]
    public int Heads { get; set; } = 4;

    /// <summary>Inner size of the blocks' feed-forward layers.</summary>
    [Range(1, 16384)]
    public int Inner { get; set; } = 512;

    /// <summary>Dropout inside the blocks.</summary>
    [Range(0, 0.95)]
    public double Dropout { get; set; }

    /// <summary>Share of words that training treats as unknown, so that spelling learns to stand for them.</summary>
    [Range(0, 0.95)]
    public double WordDropout { get; set; } = 0.1;

    /// <summary>Weight of the similarities among a batch's phrases; 0 = only each phrase's own direction.</summary>
    [Range(0, 1e4)]
    public double Relations { get; set; } = 10;

    /// <summary>Phrases of an attribute and a thing, or of two things and a relation, drawn from the lists.</summary>
    [Range(0, 10_000_000)]
    public int Combinations { get; set; } = 6000;

    /// <summary>Pieces of training captions, drawn.</summary>
    [Range(0, 10_000_000)]
    public int Captions { get; set; } = 6000;

    /// <summary>Frequent words of English that stand alone.</summary>
    [Range(0, 1_000_000)]
    public int CommonWords { get; set; } = 3000;
}
