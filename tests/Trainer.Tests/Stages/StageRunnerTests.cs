using VlDistill.Trainer.Data;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Tests.Training;
using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Tests.Stages;

public sealed class StageRunnerTests : IDisposable
{
    private const string Json = """
        { "stages": [ { "name": "eyes", "task": "detector", "data": "scenes", "trunk": "tiny", "size": 32, "tags": 8, "epochs": 0, "steps": 2, "batchSize": 2, "evaluateOn": 4 },
                      { "name": "student", "task": "caption", "data": "scenes", "eyes": "eyes", "boxes": "eyes" } ] }
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Run_FinishedStage_IsLeftAloneOnResume()
    {
        StageRunner.Run(Context(resume: false), ["eyes"]);
        var stage = new StageFolder(folder.Path, "eyes");
        var written = File.GetLastWriteTimeUtc(stage.Last);

        StageRunner.Run(Context(resume: true), ["eyes"]);

        Assert.Equal(written, File.GetLastWriteTimeUtc(stage.Last));
        Assert.All([stage.Config, stage.Best, stage.Metrics, stage.Report, stage.Curves, stage.In("labels.txt"), stage.In("tags.txt")], f => Assert.True(File.Exists(f), f));
        Assert.Contains("\"seed\": 9", File.ReadAllText(stage.Config));
    }

    [Fact]
    public void Run_ExistingStageWithoutResume_RefusesToOverwrite()
    {
        Directory.CreateDirectory(folder.File("eyes"));

        Assert.Contains("--resume", Assert.Throws<UserException>(() => StageRunner.Run(Context(resume: false), ["eyes"])).Message);
    }

    [Fact]
    public void Run_StageBeforeItsInput_NamesTheMissingStage() =>
        Assert.Contains("stage eyes has not finished", Assert.Throws<UserException>(() => StageRunner.Run(Context(resume: false), ["student"])).Message);

    [Fact]
    public void Run_UnknownStage_NamesTheKnownOnes() =>
        Assert.Contains("eyes, student", Assert.Throws<UserException>(() => StageRunner.Run(Context(resume: false), ["teacher"])).Message);

    private RunContext Context(bool resume) =>
        new(folder.Path, Recipe.Parse(Json, "r.json", []), DataFolders.Parse([]), 9, resume, new SilentProgress(), CancellationToken.None);
}
