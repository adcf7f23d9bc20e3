using System.Text.Json;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Evaluation;
using VlDistill.Trainer.Export;
using VlDistill.Trainer.Methods.Vild;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Tests.Training;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tests.Methods.Vild;

public sealed class VildTaskTests(VildTaskTests.TrainedCrops run) : IClassFixture<VildTaskTests.TrainedCrops>
{
    [Fact]
    public void Train_CropEncoder_LossFallsAndTestIsWritten()
    {
        var folder = new StageFolder(run.Path, "crops");
        var losses = Terms(folder, "loss");

        Assert.True(losses[^1] < losses[0], $"{losses[0]} → {losses[^1]}");
        Assert.Equal(["captions", "labels", "names"], ((string[])["captions", "labels", "names"]).Where(t => Terms(folder, t).Length > 0));
        var figures = VildFigures.Read(folder).Figures;
        Assert.InRange(figures["novel accuracy among all"], 0, 1);
        Assert.True(figures["ms for 30 regions"] > 0);
    }

    [Fact]
    public void Train_Ensemble_BothTermsFallAndFiguresAreReported()
    {
        var folder = run.Train("vild");

        foreach (var term in (string[])["text", "image"])
        {
            var losses = Terms(folder, term);
            Assert.True(losses[^1] < losses[0], $"{term}: {losses[0]} → {losses[^1]}");
        }
        var report = new StageTest(run.Context([], "vild") with { Resume = true }, "vild", "", 0, 1).Run();
        Assert.InRange(report.Figures["novel AP50"], 0, 1);
        Assert.InRange(report.Figures["novel recall, 40 proposals"], 0, 1);
        Assert.Equal(report.Figures["novel AP50"], report.Samples["novel AP50"].Average(), 6);
    }

    [Fact]
    public void Test_HeadWithItsOwnAndAnotherTextSide_GivesItsFiguresOrTheReason()
    {
        var trained = VildFigures.Read(run.Train("named")).Figures;

        Assert.Contains("nowhere has not finished", Assert.Throws<UserException>(() => run.Test("named", "nowhere")).Message);
        Assert.Equal(trained["all AP50"], VildFigures.Read(run.Test("named", "random")).Figures["all AP50"], 6);
    }

    [Fact]
    public void Train_TextBranchAlone_NeedsNoCrops() => Assert.Empty(Terms(run.Train("text", "vild.crops=", "vild.text=random"), "image"));

    [Fact]
    public void Train_KilledAndResumed_EndsWithTheSameWeights()
    {
        var straight = run.Train("straight");
        var stopped = run.Train("stopped", stopAfter: 3);

        CheckpointFiles.AssertSameTensors(straight.Last, stopped.Last);
    }

    [Fact]
    public void Train_NoBranch_IsRefused() =>
        Assert.Contains("neither", Assert.Throws<UserException>(() => run.Train("nothing", "vild.crops=", "vild.textWeight=0")).Message);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Export_RandomHead_AgreesWithOnnxRuntime(int heads)
    {
        using var folder = new TemporaryFolder();
        manual_seed(6);
        using var network = new VildNetwork(new VildConfig(12, 3, 16, 8, heads));

        var parities = VocabularyExport.Write(network, folder.Path);

        Assert.Equal(["vocabulary.onnx text", "vocabulary.onnx image", "vocabulary.onnx background"], parities.Select(p => p.Output));
        Assert.All(parities, p => Assert.True(p.Holds, $"{p.Output}: {p.Difference}"));
    }

    [Fact]
    public void Head_ConstantFeatures_GiveNoNaN()
    {
        using var scope = NewDisposeScope();
        using var network = new VildNetwork(new VildConfig(12, 3, 16, 8, 2));
        var said = network.call(full([1, 2, 12], 3f));

        Assert.False(said.Text.isnan().any().item<bool>());
        Assert.False(said.Background.isnan().any().item<bool>());
        Assert.Equal(0, RegionHead.Direction(zeros(1, 4)).abs().sum().item<float>());
    }

    private static double[] Terms(StageFolder folder, string term) =>
        [.. File.ReadLines(folder.Metrics).Select(l => JsonDocument.Parse(l).RootElement).Where(l => l.TryGetProperty(term, out _)).Select(l => l.GetProperty(term).GetDouble())];

    /// <summary>Barely trained eyes and a crop encoder on a stub network.</summary>
    public sealed class TrainedCrops : IDisposable
    {
        private const string Json = """
            { "stages": [
              { "name": "eyes", "task": "detector", "data": "scenes", "trunk": "tiny", "size": 64, "without": "star", "tags": 0, "tagsWeight": 0, "epochs": 0, "steps": 1, "batchSize": 2, "evaluateOn": 4 },
              { "name": "crops", "task": "crop-encoder", "data": "scenes", "eyes": "eyes", "boxes": "", "split": "star", "text": "random", "names": "NAMES", "scale": 10, "hidden": 8,
                "network": { "file": "LABELER", "outputs": ["view", "names"] }, "cropsPerPicture": 2, "labelledPerPicture": 2,
                "steps": 30, "batchSize": 8, "learningRate": 0.01, "warmupSteps": 2, "evaluateOn": 10, "logEvery": 5 },
              { "name": "vild", "task": "vild", "data": "scenes", "eyes": "eyes", "boxes": "", "split": "star", "text": "random", "crops": "crops", "hidden": 16, "scale": 10, "cropsPerPicture": 2,
                "steps": 20, "batchSize": 8, "learningRate": 0.003, "warmupSteps": 2, "evaluateOn": 10, "logEvery": 5 },
              { "name": "other-text", "task": "vild-text", "head": "vild" } ] }
            """;

        private readonly TemporaryFolder folder = new();

        public TrainedCrops()
        {
            StubImageNetworks.SaveLabeler(folder.File("labeler.onnx"), 16);
            File.WriteAllLines(folder.File("names.txt"), ["red", "green", "blue"]);
            StageRunner.Run(Context([]), ["eyes", "crops"]);
        }

        public string Path => folder.Path;

        public RunContext Context(string[] overrides, string at = "", CancellationToken stop = default) =>
            new(System.IO.Path.Combine(folder.Path, at), Recipe.Parse(Json.Replace("NAMES", folder.File("names.txt").Replace("\\", "/")).Replace("LABELER", folder.File("labeler.onnx").Replace("\\", "/")), "r.json", overrides),
                DataFolders.Parse([$"cache={folder.File("cache")}"]), 9, at.Length > 0, new SilentProgress(), stop)
            { Bases = [folder.Path] };

        /// <summary>Tests a head trained before with another text side.</summary>
        public StageFolder Test(string at, string text)
        {
            StageRunner.Run(Context([$"other-text.text={text}"], at), ["other-text"]);
            return new StageFolder(System.IO.Path.Combine(folder.Path, at), "other-text");
        }

        /// <summary>Trains the head in a run folder of its own, with stops at the first chance where asked for.</summary>
        public StageFolder Train(string at, params string[] overrides) => Train(at, 0, overrides);

        public StageFolder Train(string at, int stopAfter, params string[] overrides)
        {
            using var stop = new CancellationTokenSource();
            stop.Cancel();
            for (var i = 0; i < stopAfter; i++) Assert.Throws<UserException>(() => StageRunner.Run(Context(overrides, at, stop.Token), ["vild"]));
            StageRunner.Run(Context(overrides, at), ["vild"]);
            return new StageFolder(System.IO.Path.Combine(folder.Path, at), "vild");
        }

        public void Dispose() => folder.Dispose();
    }
}
