using VlDistill.Datasets;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Evaluation;
using VlDistill.Trainer.Methods.WsdTags;
using VlDistill.Trainer.Models;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Tasks;
using VlDistill.Trainer.Tests.Training;
using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Tests.Methods.WsdTags;

public sealed class WsdTaskTests(WsdTaskTests.TrainedTeacher run) : IClassFixture<WsdTaskTests.TrainedTeacher>
{
    private const string Json = """
        { "stages": [
          { "name": "eyes", "task": "detector", "data": "scenes", "trunk": "tiny", "size": 64, "tags": 8, "epochs": 0, "steps": 1, "batchSize": 2, "evaluateOn": 4 },
          { "name": "teacher", "task": "wsd-teacher", "data": "scenes", "eyes": "eyes", "boxes": "eyes", "width": 16, "dropout": 0.1, "agreeing": 1,
            "epochs": 0, "steps": 60, "batchSize": 16, "learningRate": 0.03, "warmupSteps": 2, "evaluateEvery": 60, "evaluateOn": 40, "logEvery": 5 },
          { "name": "student", "task": "wsd-student", "data": "scenes", "eyes": "eyes", "boxes": "eyes", "teacher": "teacher", "width": 16, "agreeing": 1, "featureShare": 0.5,
            "epochs": 0, "steps": 8, "batchSize": 8, "warmupSteps": 2, "evaluateEvery": 4, "evaluateOn": 20, "logEvery": 1 } ] }
        """;

    [Fact]
    public void Train_Teacher_LossFallsAndTestIsWritten()
    {
        var folder = new StageFolder(run.Path, "teacher");
        var losses = Terms(folder, "picture");
        var tags = PictureTags.Load(folder.In(TagTask.TestFile));

        Assert.True(losses[^1] < 0.95 * losses[0], $"{losses[0]} → {losses[^1]}");
        Assert.All(tags, p => Assert.Equal(File.ReadAllLines(folder.In(TagTask.TagsFile)).Length, p.Tags.Count));
        Assert.NotEmpty(PredictedBox.Load(folder.In(WsdTeacherTask.BoxesFile)));
    }

    [Fact]
    public void Train_Student_FirstFeaturesThenTagsAndTargets()
    {
        var folder = run.Train("student");

        Assert.Equal(4, Terms(folder, "features").Length);
        Assert.Equal(4, Terms(folder, "tags").Length);
        Assert.Equal(4, Terms(folder, "targets").Length);
        var report = new StageTest(run.Context([]) with { Resume = true }, "student", "", 0, 1).Run();
        Assert.InRange(report.Figures["mAP"], 0, 1);
        Assert.Equal(report.Figures["mAP"], report.Samples["mAP"].Average(), 6);
    }

    [Fact]
    public void Train_Alone_NeedsNoTeacherAndHasTheSameNetwork()
    {
        var (alone, both) = (run.Model("alone", "student.teacher="), run.Model("twin"));

        Assert.Equal(both, alone);
    }

    [Fact]
    public void Train_KilledAndResumed_EndsWithTheSameWeights()
    {
        var straight = run.Train("student", "straight");
        var stopped = run.Train("student", "stopped", stopAfter: 3);

        CheckpointFiles.AssertSameTensors(straight.Last, stopped.Last);
    }

    [Fact]
    public void Constructor_OtherWidthThanTheTeacher_IsRefused() =>
        Assert.Contains("has width 12, its teacher teacher 16", Assert.Throws<UserException>(() => run.Model("narrow", "student.width=12")).Message);

    [Fact]
    public void Train_OwnTrunk_LearnsFeaturesThenTagsAboveStride16()
    {
        string[] own = ["student.trunk=tiny", "student.size=64"];
        var folder = run.Train("student", "own", overrides: own);

        Assert.Equal(4, Terms(folder, "features").Length);
        Assert.Equal(4, Terms(folder, "targets").Length);
        Assert.Equal(run.Model("own-alone", [.. own, "student.teacher="]), run.Model("own-twin", own));
        Assert.InRange(new StageTest(run.Context(own, "own") with { Resume = true }, "student", "", 0, 1).Run().Figures["mAP"], 0, 1);
    }

    [Fact]
    public void Train_OwnTrunkKilledAndResumed_EndsWithTheSameWeights()
    {
        string[] own = ["student.trunk=tiny", "student.size=64"];

        CheckpointFiles.AssertSameTensors(run.Train("student", "own-straight", overrides: own).Last, run.Train("student", "own-stopped", 3, own).Last);
    }

    [Fact]
    public void Train_TeacherOnTwoEyes_JoinsTheirChannels()
    {
        string[] two = ["teacher.eyes=eyes, eyes", "teacher.steps=2"];
        var folder = run.Train("teacher", "two", overrides: two);

        var metadata = SafeTensors.ReadMetadata(folder.Best);
        Assert.Equal(2 * TrunkConfig.Tiny.Grid, NetworkDescription.Read<WsdDetectorConfig>(folder.Best, metadata).Channels);
        Assert.NotEmpty(Terms(run.Train("student", "two", overrides: two), "targets"));
    }

    [Fact]
    public void Constructor_SizeOfNoWholeGrid_IsRefused() =>
        Assert.Contains("size 100 must be a multiple of 32", Assert.Throws<UserException>(() => run.Model("odd", "student.trunk=tiny", "student.size=100")).Message);

    private static double[] Terms(StageFolder folder, string term) =>
        [.. File.ReadLines(folder.Metrics).Select(l => System.Text.Json.JsonDocument.Parse(l).RootElement).Where(l => l.TryGetProperty(term, out _)).Select(l => l.GetProperty(term).GetDouble())];

    /// <summary>Barely trained eyes and a teacher of tags.</summary>
    public sealed class TrainedTeacher : IDisposable
    {
        private readonly TemporaryFolder folder = new();

        public TrainedTeacher() => StageRunner.Run(Context([]), ["eyes", "teacher"]);

        public string Path => folder.Path;

        public RunContext Context(string[] overrides, string at = "", CancellationToken stop = default) =>
            new(System.IO.Path.Combine(folder.Path, at), Recipe.Parse(Json, "r.json", overrides), DataFolders.Parse([$"cache={folder.File("cache")}"]), 9, at.Length > 0, new SilentProgress(), stop) { Bases = [folder.Path] };

        /// <summary>Trains a stage in a run folder of its own, with a stop at the first chance and a second process's start where asked for.</summary>
        public StageFolder Train(string stage, string at = "", int stopAfter = 0, string[]? overrides = null)
        {
            if (stopAfter > 0)
            {
                using var stop = new CancellationTokenSource();
                stop.Cancel();
                for (var i = 0; i < stopAfter; i++) Assert.Throws<UserException>(() => StageRunner.Run(Context(overrides ?? [], at, stop.Token), [stage]));
            }
            StageRunner.Run(Context(overrides ?? [], at), [stage]);
            return new StageFolder(System.IO.Path.Combine(folder.Path, at), stage);
        }

        /// <summary>Names and shapes of a student's parameters.</summary>
        public string[] Model(string at, params string[] overrides)
        {
            var context = Context(overrides, at);
            var stage = new StageFolder(context.Folder, "student");
            Directory.CreateDirectory(stage.Path);
            using var task = new WsdStudentTask((WsdStudentSettings)context.Recipe.Stages[2], context, stage);
            using var model = task.CreateModel();
            return [.. model.named_parameters().Select(p => $"{p.name} {string.Join('×', p.parameter.shape)}")];
        }

        public void Dispose() => folder.Dispose();
    }
}
