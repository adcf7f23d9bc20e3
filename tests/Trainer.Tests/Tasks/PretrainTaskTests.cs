using System.Text.Json;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Features;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Tests.Training;
using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Tests.Tasks;

public sealed class PretrainTaskTests(PretrainTaskTests.TrainedEyes run) : IClassFixture<PretrainTaskTests.TrainedEyes>
{
    private const string Json = """
        { "stages": [
          { "name": "eyes", "task": "detector", "data": "arranged-scenes", "trunk": "tiny", "size": 64, "tags": 8, "epochs": 0, "steps": 150, "batchSize": 8, "learningRate": 0.005, "warmupSteps": 10, "evaluateOn": 4 },
          { "name": "words", "task": "pretrain", "data": "arranged-scenes", "eyes": "eyes", "boxes": "eyes", "layers": 2, "width": 32, "heads": 4, "minimumUses": 1, "maxWords": 40, "tags": "", "dropout": 0,
            "grid": false, "grounding": 1, "epochs": 0, "steps": 60, "batchSize": 8, "learningRate": 0.005, "warmupSteps": 2, "evaluateOn": 20, "logEvery": 5 },
          { "name": "learner", "task": "pretrain", "data": "arranged-scenes", "eyes": "eyes", "boxes": "eyes", "layers": 2, "width": 32, "heads": 4, "minimumUses": 1, "maxWords": 40, "tags": "",
            "distil": { "teacher": "words" }, "epochs": 0, "steps": 1, "batchSize": 2, "evaluateOn": 4 } ] }
        """;

    [Fact]
    public void Train_WithGrounding_WordsLearnToLookAtWhatTheyName()
    {
        StageRunner.Run(run.Context(), ["words"]);

        double[] losses = [.. File.ReadLines(new StageFolder(run.Path, "words").Metrics).Select(l => JsonDocument.Parse(l).RootElement).Where(l => l.TryGetProperty("grounding", out _)).Select(l => l.GetProperty("grounding").GetDouble())];
        Assert.True(losses[^3..].Average() < 0.85 * losses[0], string.Join(' ', losses));
    }

    [Fact]
    public void Train_StudentWithGridOfATeacherWithout_IsRefusedInOneLine()
    {
        StageRunner.Run(run.Context(), ["words"]);
        var error = Assert.Throws<UserException>(() => StageRunner.Run(run.Context(), ["learner"]));

        Assert.Equal("stage learner reads grid and boxes, its teacher words boxes alone; give both the same grid.", error.Message);
    }

    [Fact]
    public void Read_WithoutGrid_IsTheWholePictureAndTheDetectedBoxes()
    {
        var context = run.Context();
        var data = context.Data.Open("arranged-scenes");
        using var scope = TorchSharp.torch.NewDisposeScope();
        using var with = RegionReader.Open(context, data, "eyes", "eyes");
        using var without = RegionReader.Open(context, data, "eyes", "eyes", grid: false);
        int[] pictures = [.. Enumerable.Range(0, 20)];

        var (full, few) = (with.Read(pictures), without.Read(pictures));

        Assert.Equal(full.Counts.Select(c => c - with.FixedTokens), few.Counts.Select(c => c - without.FixedTokens));
        Assert.Equal(pictures.Select(p => 1 + without.Detected(p).Count), few.Counts);
        Assert.True(few.Length > 1, "no box was found in any of the scenes");
        Assert.True(few.Boxes.narrow(1, 1, few.Length - 1).allclose(full.Boxes.narrow(1, with.FixedTokens, few.Length - 1)));
        Assert.True(few.Features.narrow(1, 0, 1).allclose(full.Features.narrow(1, 0, 1)));
    }

    /// <summary>Eyes that find some of the things.</summary>
    public sealed class TrainedEyes : IDisposable
    {
        private readonly TemporaryFolder folder = new();

        public TrainedEyes() => StageRunner.Run(Context(), ["eyes"]);

        public string Path => folder.Path;

        public RunContext Context() =>
            new(folder.Path, Recipe.Parse(Json, "r.json", []), DataFolders.Parse([$"cache={folder.File("cache")}"]), 9, true, new SilentProgress(), CancellationToken.None);

        public void Dispose() => folder.Dispose();
    }
}
