namespace VlDistill.Demo.Serving;

/// <summary>The newest JPEG for any number of viewers: each waits for one it has not seen, and a slow one misses those in between.</summary>
public sealed class LatestPicture
{
    private readonly Lock gate = new();
    private TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private byte[]? jpeg;
    private long number;

    public void Put(byte[] picture)
    {
        TaskCompletionSource waiting;
        lock (gate)
        {
            (jpeg, number) = (picture, number + 1);
            (waiting, arrived) = (arrived, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        waiting.SetResult();
    }

    /// <summary>The newest picture with its number, once that is above <paramref name="seen"/>.</summary>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public async Task<(byte[] Jpeg, long Number)> After(long seen, CancellationToken stop)
    {
        while (true)
        {
            Task next;
            lock (gate)
            {
                if (jpeg is not null && number > seen) return (jpeg, number);
                next = arrived.Task;
            }

            await next.WaitAsync(stop);
        }
    }
}
