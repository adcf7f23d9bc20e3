using System.ComponentModel.DataAnnotations;

namespace VlDistill.Trainer.Recipes;

/// <summary>What both networks of the tag experiment have (Liu et al. 2018): they learn from cached maps of trained eyes and from captions alone.</summary>
public abstract record TagSettings : TrainingSettings
{
    protected TagSettings()
    {
        (BatchSize, Lanes, WarmupSteps, EndFactor, Beta2) = (32, 1, 50, 0.02, 0.999);
        (EvaluateEvery, EvaluateOn) = (188, 1000);
    }

    /// <summary>Stage with a detector whose boxes are proposals beside the windows.</summary>
    public string Boxes { get; set; } = "student-eyes";

    /// <summary>Stage whose instances.json has further proposals for training and for the teacher, another detector's boxes; empty = none.</summary>
    public string MoreBoxes { get; set; } = "";

    /// <summary>Channels of the region features that teacher and student share.</summary>
    [Range(1, 4096)]
    public int Width { get; set; } = 256;

    /// <summary>Share of those channels dropped before the classifiers in training.</summary>
    [Range(0, 0.95)]
    public double Dropout { get; set; } = 0.5;

    /// <summary>Captions of a picture that must use a word before it is one of the picture's tags.</summary>
    [Range(1, 100)]
    public int Agreeing { get; set; } = 2;

    /// <summary>Training pictures that a tag needs.</summary>
    [Range(1, 1_000_000)]
    public int MinimumPictures { get; set; } = 60;
}

/// <summary>Trains the weakly supervised detector that teaches tags.</summary>
public sealed record WsdTeacherSettings : TagSettings
{
    /// <summary>Stage whose maps it reads, or several by comma, whose channels are joined region by region.</summary>
    public string Eyes { get; set; } = "teacher-eyes";
}

/// <summary>Trains the student's tag block, alone or distilled in one or two stages.</summary>
public sealed record WsdStudentSettings : TagSettings
{
    /// <summary>Stage whose maps it reads, where it has no trunk of its own.</summary>
    public string Eyes { get; set; } = "student-eyes";

    /// <summary>Trunk of its own, trained above stride 16: edgetpu, labeler or tiny; empty = the maps of <see cref="Eyes"/>.</summary>
    public string Trunk { get; set; } = "";

    /// <summary>ONNX file that starts the trunk; empty = random; relative paths start at <c>--data weights=DIR</c>.</summary>
    public string Init { get; set; } = "";

    /// <summary>Side of the own trunk's input in pixels, a multiple of 32.</summary>
    [Range(32, 1024)]
    public int Size { get; set; } = 128;

    /// <summary>Mirrors half of the pictures in training, where the trunk is its own.</summary>
    public bool Flip { get; set; } = true;

    /// <summary>Stage with the weakly supervised detector; empty = the student alone.</summary>
    public string Teacher { get; set; } = "wsd-teacher";

    /// <summary>Share of all steps that stage 1 takes, in which only the region features are learned; 0 = no stage 1.</summary>
    [Range(0, 0.95)]
    public double FeatureShare { get; set; } = 0.3;

    /// <summary>Weight of the teacher's probabilities in stage 2; 0 = no distillation there.</summary>
    [Range(0, 100.0)]
    public double Targets { get; set; } = 1;

    /// <summary>Divides the student's logits where they meet the teacher's probabilities: 5 in Liu et al. (2018).</summary>
    [Range(0.05, 100)]
    public double StudentTemperature { get; set; } = 5;

    /// <summary>Divides the logits of both of the teacher's branches there: 0.5 in Liu et al. (2018).</summary>
    [Range(0.05, 100)]
    public double TeacherTemperature { get; set; } = 0.5;
}
