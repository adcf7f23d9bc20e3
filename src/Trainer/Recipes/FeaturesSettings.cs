namespace VlDistill.Trainer.Recipes;

/// <summary>Runs trained eyes over every picture once and keeps their maps and the student's boxes on disk.</summary>
public sealed record FeaturesSettings : StageSettings
{
    /// <summary>Stages whose best checkpoints are run.</summary>
    public string[] Eyes { get; set; } = ["student-eyes", "teacher-eyes"];

    /// <summary>Keeps class-agnostic proposals beside the maps instead of detections.</summary>
    public bool Proposals { get; set; }
}
