using System.Diagnostics;

namespace VlDistill.Trainer.Training;

/// <summary>Time since the loop began and since the last checkpoint.</summary>
public sealed class TrainClock(double checkpointSeconds)
{
    private readonly long start = Stopwatch.GetTimestamp();
    private long lastCheckpoint = Stopwatch.GetTimestamp();

    /// <summary>Seconds since the loop began in this process.</summary>
    public double Seconds => Stopwatch.GetElapsedTime(start).TotalSeconds;

    /// <summary>True when the interval has passed, and starts the next one.</summary>
    public bool IsCheckpointDue()
    {
        if (Stopwatch.GetElapsedTime(lastCheckpoint).TotalSeconds < checkpointSeconds) return false;
        lastCheckpoint = Stopwatch.GetTimestamp();
        return true;
    }
}
