using System.ComponentModel.DataAnnotations;

namespace VlDistill.Trainer.Recipes;

/// <summary>Trains RVL-BERT (Chiou et al. 2021) to name the predicate between two given objects.</summary>
public sealed record RelationSettings : TransformerSettings
{
    // The paper: AdamW 1e-4, 500 steps of warm-up, 60 epochs of VRD on a frozen BERT-base. Small networks learn at higher rates in fewer passes.
    public RelationSettings() => (Lanes, BatchSize, LearningRate, WarmupSteps) = (1, 16, 1e-3, 100);

    /// <summary>Stage or folder with relations per split, <c>relations.SPLIT.json</c>; <c>data</c> = the data set's own.</summary>
    public string Relations { get; set; } = "relations";

    /// <summary>Whether the transformer keeps its first weights; what stands on it learns.</summary>
    public bool Frozen { get; set; }

    /// <summary>Whether the boxes' geometry is read by the spatial module; without it only the region tokens carry it.</summary>
    public bool Spatial { get; set; } = true;

    /// <summary>Whether the spatial module also reads how the two boxes lie to each other; the paper's reads their corners alone.</summary>
    public bool PairGeometry { get; set; }

    /// <summary>Whether region tokens say if they are the picture, the subject, the union or the object; the paper's do not.</summary>
    public bool Roles { get; set; }

    /// <summary>Whether names are looked for in the picture by mask attention.</summary>
    public bool Masks { get; set; } = true;

    /// <summary>Weight of the distance between masks and boxes.</summary>
    [Range(0, 100.0)]
    public double MaskWeight { get; set; } = 1;

    /// <summary>How loud what a mask sees begins beside its name's vector, whose entries begin at 0.02; 0 as VL-BERT's words, which begin without pictures.</summary>
    [Range(0, 10.0)]
    public double MaskScale { get; set; }

    /// <summary>Dropout probability before the classes.</summary>
    [Range(0, 0.95)]
    public double HeadDropout { get; set; } = 0.5;

    /// <summary>Dropout probability inside the spatial module.</summary>
    [Range(0, 0.95)]
    public double FusionDropout { get; set; } = 0.1;

    /// <summary>Probability with which an object's name is hidden in a step; the paper hides none.</summary>
    [Range(0, 0.95)]
    public double NameDropout { get; set; }

    /// <summary>Most pairs of a picture in a step, background included.</summary>
    [Range(1, 10_000)]
    public int PairsPerPicture { get; set; } = 32;

    /// <summary>Background pairs, which stand in no labelled relation, for every labelled one; fewer where a picture has no more.</summary>
    [Range(0, 100.0)]
    public double Background { get; set; } = 3;

    /// <summary>Most words of a name that are read.</summary>
    [Range(1, 16)]
    public int NameWords { get; set; } = 3;
}
