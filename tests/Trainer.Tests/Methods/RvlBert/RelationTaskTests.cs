using System.Text.Json;
using VlDistill.Datasets;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Evaluation;
using VlDistill.Trainer.Methods.RvlBert;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Tests.Data.Relations;
using VlDistill.Trainer.Tests.Training;
using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Tests.Methods.RvlBert;

public sealed class RelationTaskTests(RelationTaskTests.TrainedTeacher run) : IClassFixture<RelationTaskTests.TrainedTeacher>
{
    private const string Json = """
        { "stages": [
          { "name": "eyes", "task": "detector", "data": "arranged-scenes", "trunk": "tiny", "size": 64, "tags": 8, "epochs": 0, "steps": 1, "batchSize": 2, "evaluateOn": 4 },
          { "name": "words", "task": "pretrain", "data": "arranged-scenes", "eyes": "eyes", "boxes": "eyes", "layers": 1, "width": 16, "heads": 2, "minimumUses": 1, "maxWords": 40, "tags": "",
            "epochs": 0, "steps": 1, "batchSize": 2, "evaluateOn": 4 },
          { "name": "teacher", "task": "relation", "data": "arranged-scenes", "relations": "data", "eyes": "eyes", "layers": 2, "width": 32, "heads": 4, "minimumUses": 1, "dropout": 0, "headDropout": 0,
            "pairGeometry": true, "roles": true,
            "epochs": 0, "steps": 80, "batchSize": 8, "learningRate": 0.005, "warmupSteps": 2, "evaluateEvery": 80, "evaluateOn": 40, "logEvery": 8 },
          { "name": "student", "task": "relation", "data": "arranged-scenes", "relations": "data", "eyes": "eyes", "init": "words", "layers": 1, "width": 16, "heads": 2, "minimumUses": 1,
            "distil": { "teacher": "teacher", "queue": 64, "enqueue": 20, "anchors": 50 },
            "epochs": 0, "steps": 6, "batchSize": 4, "warmupSteps": 2, "evaluateEvery": 3, "evaluateOn": 20, "logEvery": 1, "checkpointSeconds": 0 } ] }
        """;

    [Fact]
    public void Train_Teacher_LossesFallAndTheTestIsWritten()
    {
        var folder = new StageFolder(run.Path, "teacher");
        var (losses, predicates) = (Terms(folder, "predicate"), File.ReadAllLines(folder.In(RelationTask.PredicatesFile)));
        var said = PredictedRelation.Load(folder.In(RelationTask.TestFile));

        Assert.True(losses[^3..].Average() < 0.9 * losses[..3].Average(), string.Join(' ', losses));
        Assert.True(Terms(folder, "masks")[^1] < Terms(folder, "masks")[0]);
        Assert.All(said, r => Assert.Contains(r.Predicate, predicates));
        Assert.All(said, r => Assert.InRange(r.Score!.Value, 0, 1));
        var dev = JsonDocument.Parse(File.ReadLines(folder.Metrics).Last()).RootElement.GetProperty("dev");
        Assert.InRange(dev.GetProperty(RelationGuesses.Metric).GetDouble(), 0.05, 1);
    }

    [Fact]
    public void Train_Student_LearnsAllTermsFromTheTeacher()
    {
        var folder = run.Train("all");

        Assert.All((string[])["predicate", "masks", "attention", "hidden", "classes"], term => Assert.True(Terms(folder, term)[^1] > 0, term));
        using var student = TrainedRelations.Load(folder.Best);
        Assert.Equal(16, student.Config.Transformer.Width);
        var report = run.Test("all");
        foreach (var metric in (string[])["R@50 k=1", "R@50 k=70", "zero-shot R@50 k=1"]) Assert.Equal(report.Figures[metric], report.Samples[metric].Average(), 6);
        Assert.True(report.Samples["zero-shot R@50 k=1"].Length < report.Samples["R@50 k=1"].Length);
        Assert.True(report.Figures["R@50 k=70"] >= report.Figures["R@50 k=1"]);
    }

    [Fact]
    public void Train_StoppedAndResumed_EndsWithTheSameWeights() =>
        CheckpointFiles.AssertSameTensors(run.Train("straight").Last, run.Train("stopped", stops: 2).Last);

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public void Train_Frozen_KeepsTheTransformerAlone(string frozen)
    {
        var folder = run.Train($"frozen-{frozen}", 0, "student.distil.teacher=", $"student.frozen={frozen}", "student.steps=3");
        var (before, after) = (SafeTensors.Read(new StageFolder(run.Path, "words").Best).Tensors, SafeTensors.Read(folder.Last).Tensors);

        var same = after.Where(t => t.Key.Contains("transformer.blocks.")).All(t => t.Value.Equals(before[t.Key]));
        Assert.Equal(frozen == "true", same);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("0.5", 0.5)]
    public void Train_MaskScale_IsWhereTheScaleOfWhatMasksSeeBegins(string scale, double expected)
    {
        var folder = run.Train($"scale-{expected}", 0, "student.distil.teacher=", $"student.maskScale={scale}", "student.steps=1", "student.learningRate=0.00001");

        var values = SafeTensors.Read(folder.Last).Tensors.Single(t => t.Key.EndsWith("masks.visualNorm.weight", StringComparison.Ordinal)).Value;
        Assert.All(values.data<float>().ToArray(), v => Assert.Equal(expected, v, 4));
    }

    [Fact]
    public void Constructor_MasksOnTwoLanes_AreRefused() =>
        Assert.Contains("mask attention trains on one", Assert.Throws<UserException>(() => run.Train("lanes", 0, "student.lanes=2")).Message);

    [Fact]
    public void Constructor_OtherWordsThanTheTeacher_AreRefused() =>
        Assert.Contains("different vocab.txt", Assert.Throws<UserException>(() => run.Train("other", 0, "student.minimumUses=1000")).Message);

    [Fact]
    public void Constructor_DataWithoutRelations_SaysSo() =>
        Assert.Contains("comes without relations", Assert.Throws<UserException>(() => run.Train("plain", 0, "student.data=scenes", "student.distil.teacher=")).Message);

    [Theory]
    [InlineData(DrawnRelations.Vrd)]
    [InlineData(DrawnRelations.VisualGenome)]
    [InlineData(DrawnRelations.SpatialSense)]
    public void Train_DataWhoseRelationsPeopleDrew_LearnsAndIsTested(string kind)
    {
        using var data = DrawnRelations.Write(kind);
        var at = kind.Replace(" ", "-", StringComparison.Ordinal);
        string[] overrides = ["student.data=drawn", "student.init=", "student.distil.teacher=", "student.epochs=0", "student.steps=30", "student.learningRate=0.005", "student.dropout=0", "student.headDropout=0"];

        var folder = run.TrainOn(data.Path, at, overrides);

        Assert.Contains("riding", File.ReadAllLines(folder.In(RelationTask.PredicatesFile)));
        Assert.True(Terms(folder, "predicate")[^1] < 0.7 * Terms(folder, "predicate")[0], string.Join(' ', Terms(folder, "predicate")));
        // Two boxes and at most three predicates: with all of a pair's predicates nothing can be missed.
        var report = run.TestOn(data.Path, at, overrides);
        Assert.Equal([1, 1], new[] { report.Figures["R@50 k=70"], report.Figures["zero-shot R@100 k=70"] });
        Assert.Equal((3, 1), (report.Samples["R@50 k=1"].Length, report.Samples["zero-shot R@50 k=1"].Length));
    }

    private static double[] Terms(StageFolder folder, string term) =>
        [.. File.ReadLines(folder.Metrics).Select(l => JsonDocument.Parse(l).RootElement).Where(l => l.TryGetProperty(term, out _)).Select(l => l.GetProperty(term).GetDouble())];

    /// <summary>Barely trained eyes and words, and a teacher of relations.</summary>
    public sealed class TrainedTeacher : IDisposable
    {
        private readonly TemporaryFolder folder = new();

        public TrainedTeacher() => StageRunner.Run(Context("", default), ["eyes", "words", "teacher"]);

        public string Path => folder.Path;

        /// <summary>Trains the student in a run folder of its own, stopped at the first chance as often as asked.</summary>
        public StageFolder Train(string at, int stops = 0, params string[] overrides)
        {
            using var stop = new CancellationTokenSource();
            stop.Cancel();
            for (var i = 0; i < stops; i++) Assert.Throws<UserException>(() => StageRunner.Run(Context(at, stop.Token, overrides), ["student"]));
            StageRunner.Run(Context(at, default, overrides), ["student"]);
            return new StageFolder(folder.File(at), "student");
        }

        public TestReport Test(string at) => new StageTest(Context(at, default), "student", "", 0, 1).Run();

        /// <summary>Trains the student on a folder of one's own, the data set <c>drawn</c>.</summary>
        public StageFolder TrainOn(string data, string at, params string[] overrides)
        {
            StageRunner.Run(Context(at, default, overrides, data), ["student"]);
            return new StageFolder(folder.File(at), "student");
        }

        public TestReport TestOn(string data, string at, params string[] overrides) => new StageTest(Context(at, default, overrides, data), "student", "", 0, 1).Run();

        public void Dispose() => folder.Dispose();

        private RunContext Context(string at, CancellationToken stop, string[]? overrides = null, string? data = null) =>
            new(System.IO.Path.Combine(folder.Path, at), Recipe.Parse(Json, "r.json", overrides ?? []), DataFolders.Parse([$"cache={folder.File("cache")}", .. data is null ? [] : (string[])[$"drawn={data}"]]), 9, at.Length > 0, new SilentProgress(), stop) { Bases = [folder.Path] };
    }
}
