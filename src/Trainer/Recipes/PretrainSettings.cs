using System.ComponentModel.DataAnnotations;

namespace VlDistill.Trainer.Recipes;

/// <summary>Pre-trains a vision-language transformer on picture-caption pairs: masked words and image-text matching (Oscar, Li et al. 2020).</summary>
public sealed record PretrainSettings : TextSettings
{
    /// <summary>Share of words and tags that are to be guessed; 0.15 in BERT and Oscar.</summary>
    [Range(0.01, 0.9)]
    public double MaskShare { get; set; } = 0.15;

    /// <summary>Most neighbouring words that are hidden together, one run a caption (SpanBERT, Joshi et al. 2020); 0 = single words by <see cref="MaskShare"/>, as tags always are.</summary>
    [Range(0, 10)]
    public int MaskSpan { get; set; }

    /// <summary>Share of captions replaced by another picture's, for image-text matching; 0.25 in Oscar's text part.</summary>
    [Range(0, 0.9)]
    public double MismatchShare { get; set; } = 0.25;

    /// <summary>Weight of image-text matching.</summary>
    [Range(0, 100)]
    public double MatchingWeight { get; set; } = 1;

    /// <summary>Maskings of each picture's captions, one an epoch in turn. They do not depend on the seed, so a teacher sees each once for all students.</summary>
    [Range(1, 1000)]
    public int Views { get; set; } = 2;

    /// <summary>Whether the cells of the fixed grid are regions beside the whole picture and the detected boxes; VL-BERT (Su et al. 2020), which RVL-BERT starts from, has none.</summary>
    public bool Grid { get; set; } = true;

    /// <summary>Weight of grounding: words that the detector of <see cref="TextSettings.Boxes"/> has a name for attend to the boxes it gave that name.</summary>
    [Range(0, 100)]
    public double Grounding { get; set; }

    /// <summary>Stage whose detector names what it sees as tags before the words; empty = no tags.</summary>
    public string Tags { get; set; } = "student-eyes";
}
