using VlDistill.Trainer.Data;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Tests.Training;
using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Tests.Methods.DistillVlm;

/// <summary>Tests that share one run.</summary>
[CollectionDefinition(TaughtRun.Collection)]
public sealed class TaughtRunCollection : ICollectionFixture<TaughtRun>;

/// <summary>A run with tiny eyes and a tiny teacher, both hardly trained, and recipes for students.</summary>
public sealed class TaughtRun : IDisposable
{
    public const string Collection = "taught run";

    private const string Stages = """
        { "name": "eyes", "task": "detector", "data": "scenes", "trunk": "tiny", "size": 32, "tags": 8, "epochs": 0, "steps": 2, "batchSize": 2, "evaluateOn": 4 },
        { "name": "teacher", "task": "caption", "data": "scenes", "eyes": "eyes", "boxes": "eyes", "layers": 3, "width": 32, "heads": 4, "minimumUses": 1, "maxWords": 40,
          "epochs": 0, "steps": 3, "batchSize": 2, "evaluateOn": 2, "warmupSteps": 0, "learningRate": 0.01 },
        { "name": "student", "task": "caption", "data": "scenes", "eyes": "eyes", "boxes": "eyes", "layers": 3, "width": 32, "heads": 4, "minimumUses": 1, "maxWords": 40,
          "epochs": 0, "steps": 12, "batchSize": 4, "lanes": 2, "evaluateEvery": 100, "evaluateOn": 2, "warmupSteps": 0, "checkpointSeconds": 0, "logEvery": 1,
          "distil": { "teacher": "teacher", "attention": 100, "queue": 48, "enqueue": 16, "anchors": 40, "layers": "uniform" } },
        { "name": "features", "task": "features", "data": "scenes", "eyes": ["eyes"] }
        """;

    private readonly TemporaryFolder folder = new();

    public TaughtRun() => StageRunner.Run(Context(), ["eyes", "teacher", "features"]);

    public string Path => folder.Path;

    public RunContext Context(params string[] sets) => Context(folder.Path, new SilentProgress(), CancellationToken.None, sets);

    /// <summary>Another run folder with this one's eyes and teacher.</summary>
    public string Copy(string name)
    {
        var copy = Directory.CreateDirectory(folder.File(name)).FullName;
        foreach (var stage in new[] { "eyes", "teacher", "features" }) Directory.CreateSymbolicLink(System.IO.Path.Combine(copy, stage), folder.File(stage));
        return copy;
    }

    public RunContext Context(string run, IProgress progress, CancellationToken stop, params string[] sets) =>
        new(run, Recipe.Parse($$"""{ "stages": [ {{Stages}} ] }""", "r.json", sets), DataFolders.Parse([$"cache={folder.File("cache")}"]), 9, true, progress, stop);

    public void Dispose() => folder.Dispose();
}
