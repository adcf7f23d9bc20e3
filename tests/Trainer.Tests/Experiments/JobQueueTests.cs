using VlDistill.Trainer.Experiments;

namespace VlDistill.Trainer.Tests.Experiments;

public sealed class JobQueueTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Run_JobsWithNeeds_RunsEachOnceAfterWhatItNeeds(int workers)
    {
        var order = new List<string>();

        var faults = new JobQueue([Job("test", "model"), Job("model", "first", "shared"), Job("first", "shared"), Job("shared")], workers, CancellationToken.None).Run(job =>
        {
            lock (order) order.Add(job.Key);
            return "";
        });

        Assert.Empty(faults);
        Assert.Equal(["shared", "first", "model", "test"], order);
    }

    [Fact]
    public void Run_FailedJob_TakesOnlyThoseThatNeedItWithIt()
    {
        var ran = new List<string>();

        var faults = new JobQueue([Job("a"), Job("a test", "a"), Job("b"), Job("b test", "b")], 2, CancellationToken.None).Run(job =>
        {
            lock (ran) ran.Add(job.Key);
            return job.Key == "a" ? "the loss is NaN" : "";
        });

        Assert.Equal(["a", "b", "b test"], ran.Order());
        Assert.Equal("the loss is NaN", faults["a"]);
        Assert.Contains("needs failed", faults["a test"]);
        Assert.Equal(2, faults.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Run_JobThatThrows_CountsAsFailedAndTheOthersGoOn(int workers)
    {
        var run = Task.Run(() => new JobQueue([Job("a"), Job("a test", "a"), Job("b")], workers, CancellationToken.None)
            .Run(job => job.Key == "a" ? throw new InvalidDataException("no such picture") : ""));

        var faults = await run.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal("InvalidDataException: no such picture", faults["a"]);
        Assert.Equal(["a", "a test"], faults.Keys.Order());
    }

    [Fact]
    public void Run_Stopped_BeginsNothingMore()
    {
        using var stop = new CancellationTokenSource();
        var ran = 0;

        var faults = new JobQueue([Job("a"), Job("b"), Job("c")], 1, stop.Token).Run(_ =>
        {
            ran++;
            stop.Cancel();
            return "stopped";
        });

        Assert.Equal(1, ran);
        Assert.Empty(faults);
    }

    private static Job Job(string key, params string[] needs) => new(key, key, needs, [], "", () => false);
}
