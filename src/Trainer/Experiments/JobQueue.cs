namespace VlDistill.Trainer.Experiments;

/// <summary>Runs jobs side by side, each after those it needs, in the order given where there is a choice. A job that fails takes with it only those that need it.</summary>
public sealed class JobQueue(IReadOnlyList<Job> jobs, int workers, CancellationToken stop)
{
    private readonly List<Job> waiting = [.. jobs];
    private readonly HashSet<string> done = [];
    private readonly Dictionary<string, string> failed = [];
    private readonly Lock gate = new();
    private readonly SemaphoreSlim changed = new(0);
    private int running;

    /// <summary>Runs all and returns the reasons of those that failed, by title; an empty reason from <paramref name="body"/> is success.</summary>
    public IReadOnlyDictionary<string, string> Run(Func<Job, string> body)
    {
        var faults = new Dictionary<string, string>();
        var threads = Enumerable.Range(0, workers).Select(_ => Task.Factory.StartNew(() => Work(body, faults), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        Task.WaitAll(threads);
        return faults;
    }

    private void Work(Func<Job, string> body, Dictionary<string, string> faults)
    {
        while (!stop.IsCancellationRequested)
        {
            if (Take(faults, out var finished) is not { } job)
            {
                if (finished) return;
                changed.Wait(TimeSpan.FromSeconds(1));
                continue;
            }
            var reason = Attempt(body, job);
            lock (gate)
            {
                running--;
                if (reason.Length == 0) done.Add(job.Key);
                else if (!stop.IsCancellationRequested) faults[job.Title] = failed[job.Key] = reason;
            }
            changed.Release(workers);
        }
    }

    /// <summary>One catch per worker: a job that breaks down has failed like any other, or those that need it would be waited for without end.</summary>
    private static string Attempt(Func<Job, string> body, Job job)
    {
        try
        {
            return body(job);
        }
        catch (Exception e)
        {
            return e is UserException ? e.Message : $"{e.GetType().Name}: {e.Message}";
        }
    }

    /// <summary>The first job whose needs are met; those that can never run are dropped with the reason.</summary>
    private Job? Take(Dictionary<string, string> faults, out bool finished)
    {
        lock (gate)
        {
            foreach (var hopeless in waiting.Where(j => j.Needs.Any(failed.ContainsKey)).ToArray())
            {
                waiting.Remove(hopeless);
                faults[hopeless.Title] = failed[hopeless.Key] = "what it needs failed";
            }
            var job = waiting.FirstOrDefault(j => j.Needs.All(done.Contains));
            if (job is not null)
            {
                waiting.Remove(job);
                running++;
            }
            finished = job is null && (waiting.Count == 0 || running == 0);
            return job;
        }
    }
}
