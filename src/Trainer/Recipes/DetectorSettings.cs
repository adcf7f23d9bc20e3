using System.ComponentModel.DataAnnotations;

namespace VlDistill.Trainer.Recipes;

/// <summary>Trains the student eyes: detector, region features and tags in one network.</summary>
public sealed record DetectorSettings : TrainingSettings
{
    public DetectorSettings()
    {
        (Epochs, BatchSize, EvaluateEvery, WarmupSteps) = (3, 16, 375, 100);
        (PretrainedFactor, EndFactor, WeightDecay, Beta2, Clip) = (0.1, 0.02, 1e-4, 0.999, 5);
    }

    /// <summary>Trunk: edgetpu, labeler, slim or tiny.</summary>
    public string Trunk { get; set; } = "edgetpu";

    /// <summary>ONNX file whose convolutions start the trunk; empty = random; relative paths start at <c>--data weights=DIR</c>.</summary>
    public string Init { get; set; } = "";

    /// <summary>Side of the network's input in pixels, a multiple of 32.</summary>
    [Range(32, 1024)]
    public int Size { get; set; } = 224;

    /// <summary>Stage whose instances.json holds the boxes; empty = the data set's own.</summary>
    public string Boxes { get; set; } = "";

    /// <summary>Further data set with boxes of its own, by its name in <c>--data</c>; empty = none.</summary>
    public string Extra { get; set; } = "";

    /// <summary>How often an epoch shows each picture of <see cref="Extra"/>.</summary>
    [Range(1, 100)]
    public int ExtraRepeats { get; set; } = 3;

    /// <summary>Classes whose boxes are dropped, so that what they show counts as background: a class split (its novel ones) or names with commas between; empty = none.</summary>
    public string Without { get; set; } = "";

    /// <summary>Caption words predicted as tags, the most frequent content words.</summary>
    [Range(0, 5000)]
    public int Tags { get; set; } = 400;

    /// <summary>Weight of the box term.</summary>
    [Range(0, 100.0)]
    public double BoxWeight { get; set; } = 2;

    /// <summary>Weight of the tag term.</summary>
    [Range(0, 100.0)]
    public double TagsWeight { get; set; } = 0.05;

    /// <summary>Weight of the squared distance between the grid and the pretrained trunk's; 0 = free.</summary>
    [Range(0, 100.0)]
    public double KeepWeight { get; set; }

    /// <summary>Largest change of brightness and of contrast, as a share.</summary>
    [Range(0, 0.9)]
    public double Jitter { get; set; } = 0.2;

    /// <summary>Mirrors half of the pictures.</summary>
    public bool Flip { get; set; } = true;
}
