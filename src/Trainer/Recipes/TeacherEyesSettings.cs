using System.ComponentModel.DataAnnotations;

namespace VlDistill.Trainer.Recipes;

/// <summary>Trains the teacher eyes: a richer feature map, taught by the captions' words.</summary>
public sealed record TeacherEyesSettings : TrainingSettings
{
    public TeacherEyesSettings()
    {
        (Epochs, BatchSize, EvaluateEvery, WarmupSteps) = (2, 16, 375, 100);
        (PretrainedFactor, EndFactor, WeightDecay, Beta2, Clip) = (0.1, 0.02, 1e-4, 0.999, 5);
    }

    /// <summary>Trunks whose grids are joined: edgetpu, labeler, slim or tiny.</summary>
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

    /// <summary>Largest change of brightness and of contrast, as a share.</summary>
    [Range(0, 0.9)]
    public double Jitter { get; set; } = 0.2;

    /// <summary>Mirrors half of the pictures.</summary>
    public bool Flip { get; set; } = true;
}
