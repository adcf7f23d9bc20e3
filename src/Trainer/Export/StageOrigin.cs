namespace VlDistill.Trainer.Export;

/// <summary>How a stage was trained, in the manifest's words.</summary>
public static class StageOrigin
{
    public static Dictionary<string, string> Of(FinishedRun run, FinishedStage stage) => new()
    {
        ["recipe"] = run.RecipeName,
        ["data"] = stage.Setting("data"),
        ["steps"] = $"{(long?)stage.Report["steps"]}",
        ["seed"] = $"{stage.Seed}",
        ["commit"] = stage.Commit,
    };
}
