using System.Runtime.ExceptionServices;
using TorchSharp;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Models;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Training;

/// <summary>Scalars of a lane's step: term values by name, <c>loss</c> = the weighted total, and the lane's weight.</summary>
public sealed record LaneLoss(IReadOnlyList<(string Name, double Value)> Terms, double Weight);

/// <summary>One thread with its replica of the network and its own generator.</summary>
public sealed class Lane : IDisposable
{
    private readonly Generator generator = new();
    private readonly SemaphoreSlim start = new(0), done = new(0);
    private readonly Thread thread;
    private Action? work;
    private ExceptionDispatchInfo? fault;

    public Lane(nn.Module replica, int number)
    {
        (Replica, Number) = (replica, number);
        LaneDropout.Attach(replica, generator);
        replica.train();
        thread = new Thread(Loop) { IsBackground = true, Name = $"lane {number}" };
        thread.Start();
    }

    public nn.Module Replica { get; }

    public int Number { get; }

    /// <summary>Hands work to the thread; <see cref="Wait"/> must follow.</summary>
    public void Start(Action body)
    {
        work = body;
        start.Release();
    }

    /// <summary>Waits for the work and rethrows its fault.</summary>
    public void Wait()
    {
        done.Wait();
        Interlocked.Exchange(ref fault, null)?.Throw();
    }

    /// <summary>Forward and backward of a share; gradients stay in the replica.</summary>
    public LaneLoss Step(ITrainingTask task, StepShare share)
    {
        using var scope = NewDisposeScope();
        generator.manual_seed((long)(new SeededRandom(share.Seed, (ulong)share.Step, (ulong)Number).Next() >> 1));
        Replica.zero_grad();
        if (share.Samples.Length == 0) return new LaneLoss([], 0);
        var (terms, weight) = task.Step(Replica, share);
        var total = terms.Where(t => t.Weight != 0).Select(t => t.Value * t.Weight).Aggregate((a, b) => a + b);
        total.backward();
        return new LaneLoss([("loss", total.item<float>()), .. terms.Select(t => (t.Name, (double)t.Value.item<float>()))], weight);
    }

    public void Dispose()
    {
        work = null;
        start.Release();
        thread.Join(TimeSpan.FromSeconds(30));
        generator.Dispose();
        Replica.Dispose();
    }

    private void Loop()
    {
        // OpenMP's thread count belongs to the thread that sets it.
        set_num_threads(1);
        while (true)
        {
            start.Wait();
            if (work is null) return;
            try
            {
                work();
            }
            catch (Exception e)
            {
                fault = ExceptionDispatchInfo.Capture(e);
            }
            done.Release();
        }
    }
}
