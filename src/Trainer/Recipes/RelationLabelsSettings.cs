using System.ComponentModel.DataAnnotations;

namespace VlDistill.Trainer.Recipes;

/// <summary>Which pictures' boxes speak where captions do not.</summary>
public enum BoxesSpeak
{
    /// <summary>Those of pictures with a relation that captions say: else what boxes say by themselves would be nearly all there is.</summary>
    BesideCaptions,

    /// <summary>Those of all pictures.</summary>
    Everywhere,

    /// <summary>None.</summary>
    Nowhere,
}

/// <summary>Mines relations from captions and a pretrained detector's boxes; writes relations.train|dev|test.json.</summary>
public sealed record RelationLabelsSettings : StageSettings
{
    /// <summary>Stage with a pretrained detector's boxes, unsure ones too.</summary>
    public string Boxes { get; set; } = "boxes-low";

    /// <summary>Least score of a box that takes part in any case; a less sure one does where captions relate its class to something and it has no sure box.</summary>
    [Range(0, 1.0)]
    public double MinimumScore { get; set; } = 0.55;

    /// <summary>Visual Genome's list of predicates, its aliases beside it; relative paths start at <c>--data weights=DIR</c>.</summary>
    public string Predicates { get; set; } = "lexical/vg_predicate_list.txt";

    /// <summary>Boxes of a picture that take part, the surest.</summary>
    [Range(2, 100)]
    public int MostBoxes { get; set; } = 12;

    /// <summary>Which pictures get relations from boxes alone.</summary>
    public BoxesSpeak FromBoxes { get; set; } = BoxesSpeak.BesideCaptions;

    /// <summary>Training pairs that a predicate needs; rarer ones are left out of all splits.</summary>
    [Range(1, 100_000)]
    public int MinimumPairs { get; set; } = 6;
}
