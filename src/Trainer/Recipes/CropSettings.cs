using System.ComponentModel.DataAnnotations;

namespace VlDistill.Trainer.Recipes;

/// <summary>What every stage has that classifies objects cut from photographs.</summary>
public abstract record CropSettings : TrainingSettings
{
    protected CropSettings()
    {
        (BatchSize, Lanes, WarmupSteps, EndFactor, Beta2) = (32, 1, 50, 0.01, 0.999);
        (EvaluateEvery, EvaluateOn, Clip) = (200, 10_000, 5);
    }

    /// <summary>Stage whose instances.json holds the boxes; empty = the data set's own.</summary>
    public string Boxes { get; set; } = "boxes";

    /// <summary>Side of a crop in pixels, a multiple of 32.</summary>
    [Range(32, 512)]
    public int Size { get; set; } = 64;

    /// <summary>How much wider the stored crop is in pixels, so that the network's window can move.</summary>
    [Range(0, 128)]
    public int Margin { get; set; } = 8;

    /// <summary>Share of its width and height that a box gains before it is cut out.</summary>
    [Range(0, 2.0)]
    public double Enlarge { get; set; } = 0.2;

    /// <summary>Side of the stored pictures the crops are cut from, in pixels.</summary>
    [Range(32, 2048)]
    public int PictureSize { get; set; } = 224;

    /// <summary>Boxes narrower or lower than this in the stored picture are left out, in pixels.</summary>
    [Range(1, 512)]
    public int LeastPixels { get; set; } = 12;

    /// <summary>Training crops of one class at most; which ones depends on no seed.</summary>
    [Range(1, 1_000_000)]
    public int MostTrain { get; set; } = 1000;

    /// <summary>Dev and test crops of one class at most.</summary>
    [Range(1, 1_000_000)]
    public int MostTested { get; set; } = 400;

    /// <summary>Training crops a class needs.</summary>
    [Range(1, 1_000_000)]
    public int LeastTrain { get; set; } = 30;

    /// <summary>Test crops a class needs.</summary>
    [Range(1, 1_000_000)]
    public int LeastTested { get; set; } = 5;

    /// <summary>Largest change of brightness and of contrast, as a share.</summary>
    [Range(0, 0.9)]
    public double Jitter { get; set; } = 0.2;

    /// <summary>Mirrors half of the crops.</summary>
    public bool Flip { get; set; } = true;

    /// <summary>Changed forms of each training crop, so few that a teacher's maps of all can be kept on disk; 0 = a new form in every step.</summary>
    [Range(0, 1000)]
    public int Variants { get; set; }
}

/// <summary>Trains a trunk with a linear classifier on crops by cross-entropy.</summary>
public sealed record CropClassifierSettings : CropSettings
{
    /// <summary>Trunk: edgetpu, labeler, slim, resnet20 or tiny.</summary>
    public string Trunk { get; set; } = "slim";

    /// <summary>Stage whose trunk, the first where it has several, starts this one; empty = random.</summary>
    public string Init { get; set; } = "";
}
