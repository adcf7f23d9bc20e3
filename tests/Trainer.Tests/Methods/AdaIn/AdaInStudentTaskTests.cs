using System.Text.Json;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Evaluation;
using VlDistill.Trainer.Methods.AdaIn;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Tests.Training;
using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Tests.Methods.AdaIn;

public sealed class AdaInStudentTaskTests(AdaInStudentTaskTests.TrainedTeacher run) : IClassFixture<AdaInStudentTaskTests.TrainedTeacher>
{
    private const string Crops = """ "data": "scenes", "boxes": "", "size": 32, "margin": 4, "pictureSize": 64, "leastPixels": 4, "mostTrain": 12, "mostTested": 6, "epochs": 0, "batchSize": 8, "warmupSteps": 2, "evaluateEvery": 100, "logEvery": 1 """;

    private const string Json = $$"""
        { "stages": [
          { "name": "teacher", "task": "crop-classifier", "trunk": "tiny", "steps": 4, {{Crops}} },
          { "name": "student", "task": "adain-student", "trunk": "slim", "transfer": { "teacher": "teacher" }, "variants": 2, "steps": 3, {{Crops}} } ] }
        """;

    [Theory]
    [InlineData("none")]
    [InlineData("statistics", "statistics")]
    [InlineData("adain", "statistics", "adain")]
    [InlineData("fitnet", "fitnet")]
    [InlineData("attention", "attention")]
    [InlineData("logits", "logits")]
    public void Train_EveryTransfer_HasItsTermsAndIsTested(string transfer, params string[] terms)
    {
        var folder = run.Train(transfer, [$"student.transfer.kind={transfer}"]);
        var line = JsonDocument.Parse(File.ReadLines(folder.Metrics).First()).RootElement;

        Assert.All(terms, term => Assert.True(line.GetProperty(term).GetDouble() > 0, term));
        Assert.InRange(new StageTest(run.Context([], transfer), "student", "", 0, 1).Run().Figures["accuracy"], 0, 1);
    }

    [Fact]
    public void CreateModel_SameSeed_StartsEveryTransferFromTheSameStudent()
    {
        var (none, adain) = (run.Start("student.transfer.kind=none"), run.Start("student.transfer.kind=adain"));

        Assert.NotEmpty(none);
        Assert.All(none, p => Assert.Equal(p.Value, adain[p.Key]));
        Assert.Contains(adain.Keys, k => k.StartsWith("connectors.", StringComparison.Ordinal));
        Assert.DoesNotContain(none.Keys, k => k.StartsWith("connectors.", StringComparison.Ordinal));
    }

    [Fact]
    public void Train_KilledAndResumed_EndsWithTheSameWeights()
    {
        var straight = run.Train("straight", []);
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        for (var i = 0; i < 2; i++) Assert.Throws<UserException>(() => StageRunner.Run(run.Context([], "stopped", stop.Token), ["student"]));

        CheckpointFiles.AssertSameTensors(straight.Last, run.Train("stopped", []).Last);
    }

    [Theory]
    [InlineData("student.variants=0", "cannot be kept")]
    [InlineData("student.transfer.maps=[]", "\"transfer.maps\" is empty")]
    [InlineData("student.transfer.teacher=other", "other classes than its teacher")]
    public void Constructor_TeacherThatDoesNotFit_IsRefused(string set, string why) =>
        Assert.Contains(why, Assert.Throws<UserException>(() => run.Start(set)).Message);

    /// <summary>A barely trained teacher.</summary>
    public sealed class TrainedTeacher : IDisposable
    {
        private readonly TemporaryFolder folder = new();

        public TrainedTeacher()
        {
            StageRunner.Run(Context([], ""), ["teacher"]);
            var (teacher, other) = (new StageFolder(folder.Path, "teacher"), new StageFolder(folder.Path, "other"));
            Directory.CreateDirectory(other.Path);
            foreach (var file in Directory.GetFiles(teacher.Path)) File.Copy(file, other.In(Path.GetFileName(file)));
            File.AppendAllText(other.In("classes.txt"), "unicorn\n");
        }

        public RunContext Context(string[] overrides, string at, CancellationToken stop = default) =>
            new(Path.Combine(folder.Path, at), Recipe.Parse(Json, "r.json", overrides), DataFolders.Parse([$"cache={folder.File("cache")}"]), 9, at.Length > 0, new SilentProgress(), stop) { Bases = [folder.Path] };

        public StageFolder Train(string at, string[] overrides)
        {
            StageRunner.Run(Context(overrides, at), ["student"]);
            return new StageFolder(Path.Combine(folder.Path, at), "student");
        }

        /// <summary>Values a network starts with, by name.</summary>
        public Dictionary<string, float[]> Start(params string[] overrides)
        {
            var context = Context(overrides, "start");
            var stage = new StageFolder(context.Folder, "student");
            Directory.CreateDirectory(stage.Path);
            using var task = new AdaInStudentTask((AdaInStudentSettings)context.Recipe.Stages[1], context, stage);
            using var lanes = new LaneTeam(task.CreateModel, 1, 4);
            return lanes.Model.named_parameters().ToDictionary(p => p.name, p => p.parameter.data<float>().ToArray());
        }

        public void Dispose() => folder.Dispose();
    }
}
