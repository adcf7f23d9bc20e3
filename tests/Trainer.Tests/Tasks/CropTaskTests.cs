using System.Text.Json;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Evaluation;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Tasks;
using VlDistill.Trainer.Tests.Training;
using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Tests.Tasks;

public sealed class CropTaskTests : IDisposable
{
    private const string Json = """
        { "stages": [
          { "name": "eyes", "task": "detector", "data": "scenes", "trunk": "tiny", "size": 32, "tags": 8, "epochs": 0, "steps": 1, "batchSize": 2, "evaluateOn": 4 },
          { "name": "crops", "task": "crop-classifier", "data": "scenes", "boxes": "", "trunk": "tiny", "size": 32, "margin": 4, "pictureSize": 64, "leastPixels": 4, "mostTrain": 100, "mostTested": 20,
            "epochs": 0, "steps": 30, "batchSize": 16, "learningRate": 0.01, "warmupSteps": 5, "evaluateEvery": 15, "logEvery": 5 } ] }
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Train_SceneObjects_LossFallsAndTheTestCountsEveryCrop()
    {
        StageRunner.Run(Context([]), ["crops"]);
        var stage = new StageFolder(folder.Path, "crops");
        var losses = File.ReadLines(stage.Metrics).Select(l => JsonDocument.Parse(l).RootElement).Where(l => l.TryGetProperty("classes", out _)).Select(l => l.GetProperty("classes").GetDouble()).ToArray();

        var report = new StageTest(Context([]), "crops", "", 0, 1).Run();

        Assert.True(losses[^1] < 0.95 * losses[0], $"{losses[0]} → {losses[^1]}");
        Assert.Equal(report.Figures["accuracy"], report.Samples["accuracy"].Average(), 9);
        Assert.Equal(report.Figures["meanClassAccuracy"], report.Samples["meanClassAccuracy"].Average(), 9);
        Assert.True(report.Samples["accuracy"].Length <= 20 * report.Samples["meanClassAccuracy"].Length);
    }

    [Fact]
    public void CreateModel_StartedFromEyes_HasTheirTrunk()
    {
        var context = Context(["crops.init=eyes"]);
        StageRunner.Run(context, ["eyes"]);
        using var task = Task(context);
        using var model = task.CreateModel();
        var (tensors, _) = SafeTensors.Read(new StageFolder(folder.Path, "eyes").Best);

        Assert.Equal(tensors["model.trunk.stem.weight"].data<float>().ToArray(), model.state_dict()["trunk.stem.weight"].data<float>().ToArray());
        Assert.True(task.IsPretrained("trunk.stem.weight"));
        Assert.False(task.IsPretrained("classes.weight"));
        foreach (var tensor in tensors.Values) tensor.Dispose();
    }

    [Fact]
    public void Constructor_NoClassIsFrequentEnough_NamesTheSettings() =>
        Assert.Contains("lower leastTrain or leastTested", Assert.Throws<UserException>(() => Task(Context(["crops.leastTrain=1000000"]))).Message);

    [Fact]
    public void Constructor_OddSize_IsRefused() => Assert.Contains("multiple of 32", Assert.Throws<UserException>(() => Task(Context(["crops.size=40"]))).Message);

    private CropClassifierTask Task(RunContext context)
    {
        var stage = new StageFolder(context.Folder, "crops");
        Directory.CreateDirectory(stage.Path);
        return new CropClassifierTask((CropClassifierSettings)context.Recipe.Stages[1], context, stage);
    }

    private RunContext Context(string[] overrides) =>
        new(folder.Path, Recipe.Parse(Json, "r.json", overrides), DataFolders.Parse([]), 9, true, new SilentProgress(), CancellationToken.None);
}
