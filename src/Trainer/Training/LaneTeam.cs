using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Training;

/// <summary>
/// Data-parallel lanes: each thread runs its own replica, whose parameters share storage with the first, on its part of the batch.
/// </summary>
/// <remarks>
/// Threads inside one operator gain nothing at these sizes: the matrix products are small and element-wise operators stay below
/// ATen's grain size, so a second ATen thread is idle. Lanes keep every core busy. Gradients are added in lane order, so a run
/// with the same number of lanes gives the same bits.
/// </remarks>
public sealed class LaneTeam : IDisposable
{
    private readonly Lane[] lanes;
    private readonly Parameter[][] parameters;

    /// <summary>Builds <paramref name="count"/> replicas of one network.</summary>
    public LaneTeam(Func<nn.Module> create, int count, ulong seed)
    {
        manual_seed((long)seed);
        lanes = [.. Enumerable.Range(0, count).Select(i => new Lane(create(), i))];
        parameters = [.. lanes.Select(l => l.Replica.parameters().ToArray())];
        using var off = no_grad();
        foreach (var lane in lanes.Skip(1))
        {
            foreach (var (mine, first) in parameters[lane.Number].Zip(parameters[0])) mine.set_(first);
            foreach (var (mine, first) in lane.Replica.buffers().Zip(Model.buffers())) mine.set_(first);
        }
    }

    /// <summary>Lanes of a network that a checkpoint fills, for its test.</summary>
    /// <param name="count">0 = one per processor.</param>
    /// <exception cref="UserException">The checkpoint is absent, damaged or of another network.</exception>
    public static LaneTeam Load(Func<nn.Module> create, string checkpoint, int count)
    {
        return new LaneTeam(Filled, count > 0 ? count : Environment.ProcessorCount, 0);

        nn.Module Filled()
        {
            var model = create();
            Checkpoint.Load(checkpoint, model);
            return model;
        }
    }

    /// <summary>The first lane's network: the one that is optimised and saved.</summary>
    public nn.Module Model => lanes[0].Replica;

    public int Count => lanes.Length;

    /// <summary>Forward and backward over a batch; leaves the averaged gradient in <see cref="Model"/> and returns the averaged terms by name, with their total.</summary>
    public IReadOnlyDictionary<string, double> Step(ITrainingTask task, long step, int[] batch, ulong seed)
    {
        var shares = Split(batch, lanes.Length);
        var results = new LaneLoss[lanes.Length];
        RunAll(lane => results[lane.Number] = lane.Step(task, new StepShare(step, shares[lane.Number], seed)));
        var total = results.Sum(r => r.Weight);
        AverageGradients([.. results.Select(r => r.Weight / total)]);
        return Average(results, total);
    }

    /// <summary>Maps chunks over the lanes without gradients, networks in evaluation mode; results in the chunks' order.</summary>
    public T[] Map<T>(IReadOnlyList<int[]> chunks, Func<nn.Module, int[], T> body)
    {
        var results = new T[chunks.Count];
        var next = -1;
        foreach (var lane in lanes) lane.Replica.eval();
        RunAll(lane =>
        {
            using var off = no_grad();
            for (var i = Interlocked.Increment(ref next); i < chunks.Count; i = Interlocked.Increment(ref next))
            {
                using var scope = NewDisposeScope();
                results[i] = body(lane.Replica, chunks[i]);
            }
        });
        foreach (var lane in lanes) lane.Replica.train();
        return results;
    }

    public void Dispose()
    {
        foreach (var lane in lanes) lane.Dispose();
    }

    private static int[][] Split(int[] batch, int parts) =>
        [.. Enumerable.Range(0, parts).Select(i => batch[(batch.Length * i / parts)..(batch.Length * (i + 1) / parts)])];

    private void RunAll(Action<Lane> body)
    {
        foreach (var lane in lanes) lane.Start(() => body(lane));
        foreach (var lane in lanes) lane.Wait();
    }

    private void AverageGradients(double[] shares)
    {
        if (lanes.Length == 1) return;
        using var off = no_grad();
        using var scope = NewDisposeScope();
        for (var i = 0; i < parameters[0].Length; i++)
        {
            var first = parameters[0][i];
            first.grad?.mul_(shares[0]);
            for (var lane = 1; lane < lanes.Length; lane++)
            {
                if (parameters[lane][i].grad is not { } gradient) continue;
                if (first.grad is { } sum) sum.add_(gradient, shares[lane]);
                else first.grad = gradient.mul_(shares[lane]);
            }
        }
    }

    private static Dictionary<string, double> Average(LaneLoss[] results, double total)
    {
        var mean = new Dictionary<string, double>();
        foreach (var result in results)
            foreach (var (name, value) in result.Terms)
                mean[name] = mean.GetValueOrDefault(name) + value * result.Weight / total;
        return mean;
    }
}
