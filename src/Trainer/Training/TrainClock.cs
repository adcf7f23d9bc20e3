using System.Diagnostics;

namespace VlDistill.Trainer.Training;

/// <summary>Time since the last checkpoint.</summary>
public sealed class TrainClock(double checkpointSeconds)
{
    private long lastCheckpoint = Stopwatch.GetTimestamp();

    /// <summary>True when the interval has passed, and starts the next one.</summary>
    public bool IsCheckpointDue()
    {
        if (Stopwatch.GetElapsedTime(lastCheckpoint).TotalSeconds < checkpointSeconds) return false;
        lastCheckpoint = Stopwatch.GetTimestamp();
        return true;
    }
}
