using TorchSharp;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Evaluation;
using VlDistill.Trainer.Models;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Tasks;
using VlDistill.Trainer.Tests.Training;
using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Tests.Methods.Ffsd;

public sealed class FfsdTaskTests(FfsdTaskTests.SharedCrops crops) : IDisposable, IClassFixture<FfsdTaskTests.SharedCrops>
{
    private const string Crops = """
        "data": "scenes", "boxes": "", "trunk": "tiny", "size": 32, "margin": 4, "pictureSize": 64, "leastPixels": 4, "mostTrain": 100, "mostTested": 20,
        "epochs": 0, "steps": 6, "batchSize": 8, "learningRate": 0.01, "warmupSteps": 2, "evaluateEvery": 3, "clip": 0, "logEvery": 1
        """;

    private const string Json = $$"""
        { "stages": [ { "name": "alone", "task": "crop-classifier", {{Crops}} }, { "name": "mutual", "task": "mutual", {{Crops}} }, { "name": "ffsd", "task": "ffsd", "diversity": 0.1, {{Crops}} } ] }
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("ffsd")]
    [InlineData("mutual")]
    public void Train_Result_IsAPlainClassifierOfTheSameCost(string stage)
    {
        StageRunner.Run(Context([]), ["alone", stage]);
        var (plain, result) = (new StageFolder(folder.Path, "alone").Best, new StageFolder(folder.Path, stage).Best);
        var metadata = SafeTensors.ReadMetadata(result);
        var config = NetworkDescription.Read<CropClassifierConfig>(result, metadata);

        using var network = new CropClassifier(config);
        Checkpoint.Load(result, network);

        Assert.Equal(NetworkDescription.Read<CropClassifierConfig>(plain, SafeTensors.ReadMetadata(plain)), config);
        Assert.Equal(Shapes(plain), Shapes(result));
        using var alone = new CropClassifier(config);
        Checkpoint.Load(plain, alone);
        Assert.Equal(alone.parameters().Sum(p => p.numel()), Shapes(result).Sum(t => t.Numbers));
        Assert.Equal(alone.MultiplyAdds(32), network.MultiplyAdds(32));
    }

    [Fact]
    public void Train_Ffsd_TestNamesEveryNetworkAndTheCheckpointIsTheLeader()
    {
        StageRunner.Run(Context(["evaluateEvery=6"]), ["ffsd"]);
        var stage = new StageFolder(folder.Path, "ffsd");

        var report = new StageTest(Context([]), "ffsd", "", 0, 1).Run();

        Assert.Equal(["accuracy", "ensemble accuracy", "meanClassAccuracy", "student 1 accuracy", "student 2 accuracy"], report.Figures.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(report.Figures["ensemble accuracy"], report.Samples["ensemble accuracy"].Average(), 9);
        Assert.Equal(report.Samples["accuracy"].Length, report.Samples["student 2 accuracy"].Length);
        var (last, best) = (SafeTensors.Read(stage.Last).Tensors, SafeTensors.Read(stage.Best).Tensors);
        Assert.Equal(last["model.leader.trunk.stem.weight"].data<float>().ToArray(), best["model.trunk.stem.weight"].data<float>().ToArray());
        foreach (var tensor in last.Values.Concat(best.Values)) tensor.Dispose();
    }

    [Fact]
    public void Train_StoppedAndResumed_EndsWithTheSameLeader()
    {
        using var other = new TemporaryFolder();
        StageRunner.Run(Context(["evaluateEvery=6"]), ["ffsd"]);
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        for (var i = 0; i < 5; i++) Assert.Throws<UserException>(() => StageRunner.Run(Context(["evaluateEvery=6"], other.Path, stop.Token), ["ffsd"]));
        StageRunner.Run(Context(["evaluateEvery=6"], other.Path), ["ffsd"]);

        Assert.Equal(Leader(folder.Path), Leader(other.Path));
    }

    [Fact]
    public void Train_SeveralLanes_IsRefused() =>
        Assert.Contains("set ffsd.lanes=1", Assert.Throws<UserException>(() => StageRunner.Run(Context(["ffsd.lanes=2"]), ["ffsd"])).Message);

    private static float[] Leader(string run)
    {
        var tensors = SafeTensors.Read(new StageFolder(run, "ffsd").Best).Tensors;
        var values = tensors.OrderBy(t => t.Key, StringComparer.Ordinal).SelectMany(t => t.Value.data<float>().ToArray()).ToArray();
        foreach (var tensor in tensors.Values) tensor.Dispose();
        return values;
    }

    private static (string Name, string Shape, long Numbers)[] Shapes(string checkpoint)
    {
        var tensors = SafeTensors.Read(checkpoint).Tensors;
        var shapes = tensors.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => (t.Key, string.Join(',', t.Value.shape), t.Value.numel())).ToArray();
        foreach (var tensor in tensors.Values) tensor.Dispose();
        return shapes;
    }

    private RunContext Context(string[] overrides, string? run = null, CancellationToken stop = default) =>
        new(run ?? folder.Path, Recipe.Parse(Json, "r.json", overrides), DataFolders.Parse([$"cache={crops.Folder.Path}"]), 9, true, new SilentProgress(), stop);

    /// <summary>The scenes' objects, cut out once for all tests.</summary>
    public sealed class SharedCrops : IDisposable
    {
        internal TemporaryFolder Folder { get; } = new();

        public void Dispose() => Folder.Dispose();
    }
}
