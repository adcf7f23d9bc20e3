using System.ComponentModel.DataAnnotations;

namespace VlDistill.Trainer.Recipes;

/// <summary>Pre-trains a vision-language transformer on picture-caption pairs: masked words and image-text matching (Oscar, Li et al. 2020).</summary>
public sealed record PretrainSettings : TextSettings
{
    /// <summary>Share of words and tags that are to be guessed; 0.15 in BERT and Oscar.</summary>
    [Range(0.01, 0.9)]
    public double MaskShare { get; set; } = 0.15;

    /// <summary>Share of captions replaced by another picture's, for image-text matching; 0.25 in Oscar's text part.</summary>
    [Range(0, 0.9)]
    public double MismatchShare { get; set; } = 0.25;

    /// <summary>Weight of image-text matching.</summary>
    [Range(0, 100)]
    public double MatchingWeight { get; set; } = 1;

    /// <summary>Maskings of each picture's captions, one an epoch in turn. They do not depend on the seed, so a teacher sees each once for all students.</summary>
    [Range(1, 1000)]
    public int Views { get; set; } = 2;

    /// <summary>Stage whose detector names what it sees as tags before the words; empty = no tags.</summary>
    public string Tags { get; set; } = "student-eyes";
}
