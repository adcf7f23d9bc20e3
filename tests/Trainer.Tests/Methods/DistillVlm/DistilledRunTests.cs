using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Tests.Training;
using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Tests.Methods.DistillVlm;

[Collection(TaughtRun.Collection)]
public sealed class DistilledRunTests(TaughtRun run)
{
    [Fact]
    public void Train_StoppedAndResumed_EndsWithTheSameWeightsAndQueue()
    {
        var (straight, stopped) = (run.Copy("straight"), run.Copy("stopped"));
        StageRunner.Run(run.Context(straight, new SilentProgress(), CancellationToken.None), ["student"]);

        foreach (var step in new[] { 2, 7 })
        {
            using var stop = new CancellationTokenSource();
            var error = Assert.Throws<UserException>(() => StageRunner.Run(run.Context(stopped, new StopAt(step, stop), stop.Token), ["student"]));
            Assert.Contains($"after step {step} of 12", error.Message);
        }
        StageRunner.Run(run.Context(stopped, new SilentProgress(), CancellationToken.None), ["student"]);

        var (first, second) = (new StageFolder(straight, "student").Last, new StageFolder(stopped, "student").Last);
        CheckpointFiles.AssertSameTensors(first, second);
        var tensors = SafeTensors.Read(first).Tensors;
        Assert.Equal(48, tensors["model.queues.0.filled"].item<long>());
        // 12 steps of 16 tokens each in 48 places.
        Assert.Equal(0, tensors["model.queues.0.place"].item<long>());
        Assert.Contains("nearDuplicates", File.ReadLines(new StageFolder(straight, "student").Metrics).First());
        using var student = VlDistill.Trainer.Tasks.TrainedTransformer.Load(new StageFolder(straight, "student").Best);
        Assert.True(student.state_dict().All(t => t.Value.Equals(SafeTensors.Read(new StageFolder(straight, "student").Best).Tensors["model.student." + t.Key])));
    }

    /// <summary>Asks the run to stop when a training has done so many steps.</summary>
    private sealed class StopAt(long step, CancellationTokenSource stop) : IProgress
    {
        private string stage = "";

        public void Begin(string name, long done, long total) => stage = name;

        public void Report(long done, double? loss, double? best)
        {
            if (stage == "student" && done == step) stop.Cancel();
        }

        public void Evaluated(long at, IReadOnlyDictionary<string, double> figures)
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
