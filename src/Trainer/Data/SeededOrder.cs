namespace VlDistill.Trainer.Data;

/// <summary>Which samples make a step's batch: a fresh permutation per epoch, a function of seed and step alone, so that resuming needs no state.</summary>
/// <remarks>Batches run on across the end of an epoch, so every batch is full.</remarks>
public sealed class SeededOrder(ulong seed, int count, int batchSize)
{
    private long cachedEpoch = -1;
    private int[] permutation = [];

    /// <summary>Sample numbers of a step's batch, step counted from 0. Not for two threads at once.</summary>
    public int[] Batch(long step)
    {
        var batch = new int[batchSize];
        for (var i = 0; i < batchSize; i++)
        {
            var position = step * batchSize + i;
            batch[i] = Permutation(position / count)[position % count];
        }
        return batch;
    }

    private int[] Permutation(long epoch)
    {
        if (epoch == cachedEpoch) return permutation;
        permutation = [.. Enumerable.Range(0, count)];
        var random = new SeededRandom(seed, (ulong)epoch);
        for (var i = count - 1; i > 0; i--)
        {
            var j = random.Below(i + 1);
            (permutation[i], permutation[j]) = (permutation[j], permutation[i]);
        }
        cachedEpoch = epoch;
        return permutation;
    }
}
