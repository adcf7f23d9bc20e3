using System.Diagnostics;

namespace VlDistill.Inference;

/// <summary>How long a thread has been inside ONNX Runtime's Run, by the wall clock: read it before and after, and subtract.</summary>
public static class InferenceTime
{
    [ThreadStatic]
    private static long ticks;

    /// <summary>Stopwatch ticks of the calling thread since it began.</summary>
    public static long Ticks => ticks;

    /// <summary>Milliseconds of the calling thread since <paramref name="before"/>, an earlier <see cref="Ticks"/>.</summary>
    public static double MillisecondsSince(long before) => (ticks - before) * 1000.0 / Stopwatch.Frequency;

    internal static void Add(long spent) => ticks += spent;
}
