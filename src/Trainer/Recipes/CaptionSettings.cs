using System.ComponentModel.DataAnnotations;

namespace VlDistill.Trainer.Recipes;

/// <summary>Trains a vision-language transformer to caption from cached region features.</summary>
public sealed record CaptionSettings : TextSettings
{
    /// <summary>Probability mass spread over all words.</summary>
    [Range(0, 0.9)]
    public double LabelSmoothing { get; set; } = 0.1;

    /// <summary>Captions of a picture used per step.</summary>
    [Range(1, 64)]
    public int Captions { get; set; } = 5;
}
