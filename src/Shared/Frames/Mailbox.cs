using System.Diagnostics;

namespace VlDistill.Frames;

/// <summary>
/// The one slot between two lanes: the latest item wins, a stale one is disposed (a frame returns to its pool), and the
/// writer never waits. Any number of threads may put and take.
/// </summary>
public sealed class Mailbox<T> : IDisposable where T : class, IDisposable
{
    private readonly AutoResetEvent arrived = new(false);
    private T? slot;
    private long dropped;
    private volatile bool closed;

    /// <summary>Items that nobody took in time.</summary>
    public long Dropped => Interlocked.Read(ref dropped);

    /// <summary>Hands over <paramref name="item"/>; the mailbox, then the taker, owns it.</summary>
    public void Put(T item)
    {
        var stale = Interlocked.Exchange(ref slot, item);
        if (stale is not null)
        {
            Interlocked.Increment(ref dropped);
            stale.Dispose();
        }
        if (closed) Interlocked.Exchange(ref slot, null)?.Dispose();
        else arrived.Set();
    }

    /// <summary>The item, which the caller now disposes, or null at once where there is none.</summary>
    public T? Take() => Interlocked.Exchange(ref slot, null);

    /// <summary>Waits up to <paramref name="timeout"/> for an item; null where none came or the mailbox was closed.</summary>
    public T? Take(TimeSpan timeout)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            if (Take() is { } item) return item;
            if (closed) return null;
            // The signal may be left over from an item already taken: look again until the time is up.
            var left = timeout - Stopwatch.GetElapsedTime(start);
            if (left <= TimeSpan.Zero || !arrived.WaitOne(left)) return Take();
            if (closed) arrived.Set();
        }
    }

    /// <summary>Closes the mailbox: wakes a waiting taker and disposes what is left; later items are disposed on arrival.</summary>
    public void Dispose()
    {
        closed = true;
        Take()?.Dispose();
        arrived.Set();
    }
}
