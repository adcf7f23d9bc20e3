using System.Diagnostics;

namespace VlDistill.Frames;

/// <summary>The program's own clock; tests put their own in its place.</summary>
public interface IClock
{
    /// <summary>Time since the program started.</summary>
    TimeSpan Now { get; }

    /// <summary>Sleeps until <paramref name="due"/>, at once where that is past, or until <paramref name="stop"/>.</summary>
    void WaitUntil(TimeSpan due, CancellationToken stop);
}

/// <summary>Real time.</summary>
public sealed class SystemClock : IClock
{
    private readonly Stopwatch watch = Stopwatch.StartNew();

    public TimeSpan Now => watch.Elapsed;

    public void WaitUntil(TimeSpan due, CancellationToken stop)
    {
        var left = due - Now;
        if (left > TimeSpan.Zero) stop.WaitHandle.WaitOne(left);
    }
}
