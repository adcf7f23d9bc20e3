using System.Diagnostics;
using VlDistill.Inference;

namespace VlDistill.Demo.Vision;

/// <summary>One piece of a lane's work: how long it took and how much of that was inside ONNX Runtime. Begin and end on the same thread.</summary>
public readonly struct LaneWork
{
    private readonly long started;
    private readonly long inferred;

    private LaneWork(long started, long inferred) => (this.started, this.inferred) = (started, inferred);

    public static LaneWork Begin() => new(Stopwatch.GetTimestamp(), InferenceTime.Ticks);

    public void End(ModelStatistics statistics) =>
        statistics.Work(Stopwatch.GetElapsedTime(started).TotalMilliseconds, InferenceTime.MillisecondsSince(inferred));
}
