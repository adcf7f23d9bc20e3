using System.ComponentModel.DataAnnotations;

namespace VlDistill.Trainer.Recipes;

/// <summary>Trains the teacher eyes: a richer feature map, taught by the captions' words.</summary>
public sealed record TeacherEyesSettings : TrainingSettings
{
    public TeacherEyesSettings() => (Epochs, BatchSize, PretrainedFactor, EvaluateEvery, WarmupSteps, Clip) = (2, 16, 0.1, 500, 100, 10);

    /// <summary>Trunks whose grids are joined: edgetpu, labeler or tiny.</summary>
    public string[] Trunks { get; set; } = ["edgetpu", "labeler"];

    /// <summary>ONNX files that start the trunks, in their order; empty = random; relative paths start at <c>--data weights=DIR</c>.</summary>
    public string[] Init { get; set; } = [];

    /// <summary>Side of the network's input in pixels, a multiple of 32.</summary>
    [Range(32, 2048)]
    public int Size { get; set; } = 320;

    /// <summary>Side of the stored pictures, which the network stretches to its input.</summary>
    [Range(32, 2048)]
    public int PictureSize { get; set; } = 224;

    /// <summary>Caption words predicted as tags.</summary>
    [Range(1, 5000)]
    public int Tags { get; set; } = 1000;

    /// <summary>Mirrors half of the pictures.</summary>
    public bool Flip { get; set; } = true;
}
