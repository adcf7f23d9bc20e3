using System.ComponentModel.DataAnnotations;

namespace VlDistill.Trainer.Recipes;

/// <summary>Trains a vision-language transformer on region tokens and texts: what captions, pre-training and questions share.</summary>
public abstract record TextSettings : TransformerSettings
{
    /// <summary>
    /// Stage that gives the boxes: a detector of ours, or a <c>boxes</c> stage with a pretrained one. A teacher is adapted by the student's
    /// detector here (Fang et al. 2021, section 3.2).
    /// </summary>
    public string Boxes { get; set; } = "student-eyes";

    /// <summary>Words of a text kept in training, and the longest sentence in evaluation.</summary>
    [Range(2, 100)]
    public int MaxWords { get; set; } = 24;
}
