using VlDistill.Datasets;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Evaluation;

/// <summary>What a trained stage does on the test pictures; <c>evaluation.json</c> in its folder.</summary>
/// <param name="Checkpoint">Short hash of the tested weights.</param>
/// <param name="Teacher">Short hash of the teacher it was compared with; empty = none.</param>
/// <param name="Figures">By name, for example <c>beam 3 CIDEr-D</c>.</param>
/// <param name="Samples">For some figures the value per test sample, whose mean is the figure.</param>
/// <param name="Seconds">What the test took.</param>
public sealed record TestReport(string Checkpoint, string Teacher, IReadOnlyDictionary<string, double> Figures, IReadOnlyDictionary<string, double[]> Samples, double Seconds)
{
    private const string FileName = "evaluation.json";

    /// <summary>The stage's report; null before its test.</summary>
    public static TestReport? Read(StageFolder stage) => File.Exists(stage.In(FileName)) ? JsonFile.Read<TestReport>(stage.In(FileName), RecipeJson.Line) : null;

    /// <summary>Whether the stage was tested as it stands, against this teacher.</summary>
    public static bool IsCurrent(StageFolder stage, StageFolder? teacher) =>
        stage.IsFinished && Read(stage) is { } report && report.Checkpoint == CacheKey.OfFile(stage.Best)
        && (teacher is null || (teacher.IsFinished && report.Teacher == CacheKey.OfFile(teacher.Best)));

    public void Save(StageFolder stage) => JsonFile.Write(stage.In(FileName), this, form: RecipeJson.Line);
}
