using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Experiments;

/// <summary>Trains and tests every cell of a grid with every seed, several processes at a time, and writes the report after each.</summary>
public sealed class Ablation(Grid grid, AblationOptions options, IProgress progress, CancellationToken stop)
{
    private readonly Lock writing = new();

    /// <exception cref="UserException">The cells' folder holds something and resuming was not asked for, some jobs failed, or the run was asked to stop.</exception>
    public void Run()
    {
        if (Directory.Exists(options.Cells) && !options.Resume)
            throw new UserException($"{options.Cells} holds earlier cells; continue them with --resume or choose another --out.");
        var plan = new AblationPlan(grid, options);
        progress.Say($"{plan.Runs.Count} runs of {grid.Cells.Count} cells, {plan.Jobs.Count} jobs, {options.Jobs} at a time; shared: {string.Join(", ", plan.SharedStages)}");
        var number = 0;
        var faults = new JobQueue(plan.Jobs, options.Jobs, stop).Run(job => RunOne(plan, job, $"[{Interlocked.Increment(ref number)}/{plan.Jobs.Count}]"));
        Report(plan);
        if (stop.IsCancellationRequested) throw new UserException("stopped on request; continue with --resume.");
        if (faults.Count > 0) throw new UserException($"{faults.Count} of {plan.Jobs.Count} jobs failed: " + string.Join("; ", faults.Select(f => $"{f.Key}: {f.Value}")));
    }

    /// <summary>Writes the report of what is finished and starts nothing.</summary>
    public void WriteReport() => Report(new AblationPlan(grid, options));

    private string RunOne(AblationPlan plan, Job job, string place)
    {
        if (job.IsDone())
        {
            progress.Say($"{place} {job.Title}: finished before");
            return "";
        }
        progress.Say($"{place} {job.Title}: begins");
        var reason = ChildProgram.Run(job.Arguments, job.Log, line => progress.Say($"{place} {job.Title} | {line}"), stop);
        progress.Say(reason.Length == 0 ? $"{place} {job.Title}: done" : $"{place} {job.Title}: failed: {reason}");
        if (reason.Length == 0 && job.Arguments[0] == "evaluate") Report(plan);
        return reason;
    }

    private void Report(AblationPlan plan)
    {
        lock (writing) ExperimentReport.Write(grid, options, plan);
    }
}
