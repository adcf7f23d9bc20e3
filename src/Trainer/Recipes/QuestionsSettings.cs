using System.ComponentModel.DataAnnotations;

namespace VlDistill.Trainer.Recipes;

/// <summary>Generates questions with answers from captions and a pretrained detector's boxes; writes VQA v2 files per split.</summary>
public sealed record QuestionsSettings : StageSettings
{
    /// <summary>Stage whose instances.json holds the boxes.</summary>
    public string Boxes { get; set; } = "boxes";

    /// <summary>Pictures of a split with and without an object below which nothing is asked about it in that split.</summary>
    [Range(1, 100_000)]
    public int MinimumPictures { get; set; } = 5;

    /// <summary>Questions whether something is there, per picture of a split on average over the objects; half are answered yes.</summary>
    [Range(0, 20)]
    public double PresencePerPicture { get; set; } = 3.5;

    /// <summary>Largest share of one answer among the questions of a kind about one thing; the surplus is dropped.</summary>
    [Range(0.1, 1)]
    public double LargestShare { get; set; } = 0.5;
}
