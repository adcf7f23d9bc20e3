using System.Text.Json;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Tasks;
using VlDistill.Trainer.Tests.Training;
using VlDistill.Trainer.Training;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tests.Tasks;

public sealed class AnswerTaskTests(AnswerTaskTests.TrainedEyes eyes) : IClassFixture<AnswerTaskTests.TrainedEyes>
{
    private const string Json = """
        { "stages": [
          { "name": "eyes", "task": "detector", "data": "scenes", "trunk": "tiny", "size": 32, "tags": 8, "epochs": 0, "steps": 1, "batchSize": 2, "evaluateOn": 4 },
          { "name": "other-eyes", "task": "detector", "data": "scenes", "trunk": "tiny", "size": 32, "tags": 8, "epochs": 0, "steps": 2, "batchSize": 2, "evaluateOn": 4 },
          { "name": "answers", "task": "answer", "data": "scenes", "questions": "data", "eyes": "eyes", "boxes": "eyes", "layers": 1, "width": 16, "heads": 2, "dropout": 0,
            "epochs": 0, "steps": 60, "batchSize": 16, "learningRate": 0.01, "warmupSteps": 5, "evaluateEvery": 60, "evaluateOn": 40, "logEvery": 5 },
          { "name": "distilled", "task": "answer", "data": "scenes", "questions": "data", "eyes": "other-eyes", "boxes": "eyes", "layers": 1, "width": 12, "heads": 2,
            "distil": { "teacher": "answers", "queue": 64, "enqueue": 16 }, "epochs": 0, "steps": 6, "batchSize": 4, "evaluateEvery": 6, "evaluateOn": 20, "logEvery": 2 } ] }
        """;

    [Fact]
    public void Train_SceneQuestions_LossFallsAndTestIsReported()
    {
        var folder = new StageFolder(eyes.Path, "answers");
        var losses = File.ReadLines(folder.Metrics).Select(l => JsonDocument.Parse(l).RootElement).Where(l => l.TryGetProperty("loss", out _)).Select(l => l.GetProperty("loss").GetDouble()).ToArray();
        var test = JsonDocument.Parse(File.ReadAllText(folder.In("test.json"))).RootElement;

        Assert.True(losses[^1] < 0.8 * losses[0], $"{losses[0]} → {losses[^1]}");
        Assert.InRange(test.GetProperty("figures").GetProperty("overall").GetDouble(), 0.1, 1);
        Assert.All([folder.In("vocab.txt"), folder.In("answers.txt"), folder.In("test.answers.json"), folder.Best], f => Assert.True(File.Exists(f), f));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Step_OtherEyes_ChangeTheLossOnlyWhenTheNetworkSees(bool blind)
    {
        var (first, second) = (Loss("eyes", blind), Loss("other-eyes", blind));

        Assert.Equal(blind, first == second);
    }

    [Fact]
    public void Train_WithTeacher_LearnsAllThreeTermsAndReportsTheStudent()
    {
        StageRunner.Run(eyes.Context([]), ["distilled"]);
        var folder = new StageFolder(eyes.Path, "distilled");
        var line = JsonDocument.Parse(File.ReadLines(folder.Metrics).First()).RootElement;

        Assert.All((string[])["answer", "attention", "hidden", "classes"], term => Assert.True(line.GetProperty(term).GetDouble() > 0, term));
        Assert.True(File.Exists(folder.In("test.json")));
    }

    [Fact]
    public void Constructor_BlindWithTeacher_IsRefused()
    {
        var context = eyes.Context(["distilled.blind=true"]);

        Assert.Contains("is blind", Assert.Throws<UserException>(() => new AnswerTask((AnswerSettings)context.Recipe.Stages[3], context, eyes.Scratch)).Message);
    }

    [Fact]
    public void Constructor_DataWithoutQuestions_SaysSo()
    {
        var data = SceneWithout();

        Assert.Contains("has no questions of its own", Assert.Throws<UserException>(() => VlDistill.Trainer.Data.Questions.QuestionSplits.Of(data)).Message);
    }

    private static DataSet SceneWithout() => new("none", [new Sample("a.jpg", ["a dog"], null)], [], [], [], (_, _, _) => { }, _ => (1, 1));

    private float Loss(string eyesStage, bool blind)
    {
        var context = eyes.Context([$"answers.eyes={eyesStage}", $"answers.boxes={eyesStage}", $"answers.blind={(blind ? "true" : "false")}"]);
        using var task = new AnswerTask((AnswerSettings)context.Recipe.Stages[2], context, eyes.Scratch);
        using var scope = NewDisposeScope();
        manual_seed(5);
        using var model = task.CreateModel();
        return task.Step(model, new StepShare(0, [3, 4, 5], 1)).Terms.Single().Value.item<float>();
    }

    /// <summary>Two pairs of barely trained eyes with their features, and an answer network.</summary>
    public sealed class TrainedEyes : IDisposable
    {
        private readonly TemporaryFolder folder = new();

        public TrainedEyes()
        {
            StageRunner.Run(Context([]), ["eyes", "other-eyes", "answers"]);
            Directory.CreateDirectory(Scratch.Path);
        }

        public string Path => folder.Path;

        public StageFolder Scratch => new(folder.Path, "scratch");

        public RunContext Context(string[] overrides) =>
            new(folder.Path, Recipe.Parse(Json, "r.json", overrides), DataFolders.Parse([]), 9, false, new SilentProgress(), CancellationToken.None);

        public void Dispose() => folder.Dispose();
    }
}
