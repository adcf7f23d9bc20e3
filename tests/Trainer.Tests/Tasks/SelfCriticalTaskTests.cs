using System.Text.Json.Nodes;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Tests.Training;
using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Tests.Tasks;

public sealed class SelfCriticalTaskTests : IDisposable
{
    private const string Captioner = """ "data": "scenes", "eyes": "eyes", "boxes": "eyes", "layers": 1, "width": 16, "heads": 2, "maxWords": 8, "epochs": 0, "warmupSteps": 1, "evaluateOn": 4, "logEvery": 1, "lanes": 2 """;

    private const string Json = $$"""
        { "stages": [ { "name": "eyes", "task": "detector", "data": "scenes", "trunk": "tiny", "size": 32, "tags": 8, "epochs": 0, "steps": 2, "batchSize": 2, "evaluateOn": 4 },
                      { "name": "captioner", "task": "caption", "steps": 20, "batchSize": 8, "learningRate": 0.01, {{Captioner}} },
                      { "name": "straight", "task": "self-critical", "init": "captioner", "steps": 6, "batchSize": 4, "sentences": 3, {{Captioner}} },
                      { "name": "broken", "task": "self-critical", "init": "captioner", "steps": 6, "batchSize": 4, "sentences": 3, {{Captioner}} },
                      { "name": "rootless", "task": "self-critical", "steps": 1, {{Captioner}} } ] }
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Run_StoppedAndResumed_EndsWithTheSameBits()
    {
        Run(["eyes", "captioner", "straight"], CancellationToken.None);
        Assert.Contains("after step 1 of 6", Assert.Throws<UserException>(() => Run(["broken"], new CancellationToken(canceled: true))).Message);
        Run(["broken"], CancellationToken.None);

        var straight = new StageFolder(folder.Path, "straight");
        CheckpointFiles.AssertSameTensors(straight.Last, new StageFolder(folder.Path, "broken").Last);
        Assert.NotNull(JsonNode.Parse(File.ReadLines(straight.Metrics).First())!["reward"]);
        Assert.Contains("\"init\"", Assert.Throws<UserException>(() => Run(["rootless"], CancellationToken.None)).Message);
    }

    private void Run(string[] stages, CancellationToken stop) =>
        StageRunner.Run(new RunContext(folder.Path, Recipe.Parse(Json, "r.json", []), DataFolders.Parse([]), 9, true, new SilentProgress(), stop), stages);
}
