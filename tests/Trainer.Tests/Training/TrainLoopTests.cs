using System.Text.Json.Nodes;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Tests.Training;

public sealed class TrainLoopTests
{
    [Fact]
    public void Run_ToTheEnd_LowersTheLossAndWritesEveryFile()
    {
        using var folder = new TemporaryFolder();
        var report = Run(folder.Path, "a", lanes: 1, steps: 120);

        var lines = File.ReadLines(Stage(folder.Path, "a").Metrics).Select(l => JsonNode.Parse(l)!).ToList();
        var losses = lines.Where(l => l["loss"] is not null).Select(l => (double)l["loss"]!).ToList();
        Assert.True(losses[^1] < losses[0] / 3, $"{losses[0]} → {losses[^1]}");
        Assert.All(["step", "distance", "half", "learningRate", "samplesPerSecond", "gradientNorm"], key => Assert.NotNull(lines[0][key]));
        Assert.Equal(report.Best, Checkpoint.LoadState(Stage(folder.Path, "a").Best).Best);
        Assert.Equal(120, Checkpoint.LoadState(Stage(folder.Path, "a").Last).Step);
    }

    [Fact]
    public void Run_TwoLanes_LearnsAsOneLaneDoes()
    {
        using var folder = new TemporaryFolder();
        Run(folder.Path, "one", lanes: 1, steps: 40);
        Run(folder.Path, "two", lanes: 2, steps: 40);

        foreach (var (one, two) in Losses(folder.Path, "one").Zip(Losses(folder.Path, "two"))) Assert.Equal(one, two, 1e-4);
    }

    [Fact]
    public void Run_TwoLanesTwice_GivesTheSameBits()
    {
        using var folder = new TemporaryFolder();
        Run(folder.Path, "a", lanes: 2, steps: 30, dropout: 0.3);
        Run(folder.Path, "b", lanes: 2, steps: 30, dropout: 0.3);

        CheckpointFiles.AssertSameTensors(Stage(folder.Path, "a").Last, Stage(folder.Path, "b").Last);
    }

    [Fact]
    public void Run_StoppedAndResumed_EndsWithTheSameBits()
    {
        using var folder = new TemporaryFolder();
        Run(folder.Path, "straight", lanes: 2, steps: 50, dropout: 0.3);
        foreach (var after in new[] { 7, 23 })
            Assert.Throws<UserException>(() => Run(folder.Path, "broken", lanes: 2, steps: 50, dropout: 0.3, resume: true, stopAfter: after));
        Run(folder.Path, "broken", lanes: 2, steps: 50, dropout: 0.3, resume: true);

        CheckpointFiles.AssertSameTensors(Stage(folder.Path, "straight").Last, Stage(folder.Path, "broken").Last);
        Assert.Equal(Checkpoint.LoadState(Stage(folder.Path, "straight").Last), Checkpoint.LoadState(Stage(folder.Path, "broken").Last));
        var steps = File.ReadLines(Stage(folder.Path, "broken").Metrics).Select(l => (long)JsonNode.Parse(l)!["step"]!).ToList();
        Assert.Equal(steps.Order(), steps);
    }

    [Fact]
    public void Run_Resumed_CountsTheTimeOfEveryProcess()
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<UserException>(() => Run(folder.Path, "a", lanes: 1, steps: 30, resume: true, stopAfter: 20));
        var metrics = Stage(folder.Path, "a").Metrics;
        var last = JsonNode.Parse(File.ReadLines(metrics).Last())!.AsObject();
        last["seconds"] = 5000.0;
        File.WriteAllLines(metrics, [.. File.ReadAllLines(metrics)[..^1], last.ToJsonString()]);

        Assert.InRange(Run(folder.Path, "a", lanes: 1, steps: 30, resume: true).Seconds, 5000, 5600);
        Assert.InRange((double)JsonNode.Parse(File.ReadLines(metrics).Last())!["seconds"]!, 5000, 5600);
    }

    [Fact]
    public void Run_NotANumber_StopsNamingStepAndTerm()
    {
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<UserException>(() => Run(folder.Path, "a", lanes: 2, steps: 50, poisonedStep: 12));

        Assert.Contains("step 12", error.Message);
        Assert.Contains("\"distance\"", error.Message);
    }

    [Theory]
    [InlineData(Schedule.Cosine, 0, 0.1)]
    [InlineData(Schedule.Cosine, 9, 1)]
    [InlineData(Schedule.Cosine, 10, 1)]
    [InlineData(Schedule.Cosine, 60, 0.6)]
    [InlineData(Schedule.Linear, 35, 0.8)]
    [InlineData(Schedule.Constant, 100, 1)]
    [InlineData(Schedule.Linear, 110, 0.2)]
    public void Factor_AtStep_FollowsWarmUpAndSchedule(Schedule schedule, long step, double expected) =>
        Assert.Equal(expected, ParameterGroups.Factor(new CaptionSettings { Schedule = schedule, WarmupSteps = 10, EndFactor = 0.2 }, step, 110), 1e-9);

    private static StageFolder Stage(string run, string name) => new(run, name);

    private static List<double> Losses(string run, string name) =>
        [.. File.ReadLines(Stage(run, name).Metrics).Select(l => JsonNode.Parse(l)!).Where(l => l["loss"] is not null).Select(l => (double)l["loss"]!)];

    private static TrainReport Run(string run, string name, int lanes, int steps, double dropout = 0, bool resume = false, int stopAfter = -1, long poisonedStep = -1)
    {
        var folder = Stage(run, name);
        Directory.CreateDirectory(folder.Path);
        var settings = new CaptionSettings { Epochs = 0, Steps = steps, BatchSize = 12, Lanes = lanes, LearningRate = 0.03, WarmupSteps = 5, EvaluateEvery = 20, LogEvery = 5, CheckpointSeconds = 1000 };
        using var stop = new CancellationTokenSource();
        using var task = new StubTask(dropout, poisonedStep);
        var progress = new StoppingProgress(stop, stopAfter);
        return new TrainLoop(settings, task, folder, seed: 11, progress, stop.Token).Run(resume);
    }

    /// <summary>Asks to stop at a step, as Ctrl-C would.</summary>
    private sealed class StoppingProgress(CancellationTokenSource stop, int after) : IProgress
    {
        public void Begin(string stage, long done, long total)
        {
        }

        public void Report(long done, double? loss, double? best)
        {
            if (done == after) stop.Cancel();
        }

        public void Evaluated(long step, IReadOnlyDictionary<string, double> figures)
        {
        }

        public void Say(string line)
        {
        }

        public void End()
        {
        }
    }
}
