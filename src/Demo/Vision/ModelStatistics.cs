using VlDistill.Frames;

namespace VlDistill.Demo.Vision;

/// <summary>Rates and times of one model: one lane writes, any may read; the last two are for the end of a session.</summary>
public sealed class ModelStatistics
{
    private const double Smoothing = 0.2;
    private readonly List<double> latencies = [];
    private readonly List<double> firstTokens = [];
    private readonly Lock gate = new();
    private readonly FrameRate captions = new();
    private long words;
    private double decodeSeconds;
    private double tokensPerSecond;
    private TimeSpan began;
    private TimeSpan ended;

    /// <summary>Captions per second, lately.</summary>
    public double CaptionsPerSecond => captions.PerSecond;

    /// <summary>Captions so far.</summary>
    public long Captions => captions.Count;

    /// <summary>Words per second of decoding, smoothed.</summary>
    public double TokensPerSecond => Volatile.Read(ref tokensPerSecond);

    /// <summary>When the first caption was complete; null before.</summary>
    public TimeSpan? FirstCaption { get; private set; }

    /// <summary>Called when the model starts on its first frame.</summary>
    public void Start(TimeSpan now) => began = began == default ? now : began;

    /// <summary>Counts a complete result.</summary>
    public void Add(VisionResult result, TimeSpan now)
    {
        var times = result.Times;
        // The end mark is a decoding step as well.
        int steps = result.Words.Count + 1;
        double rate = times.Decode > 0 ? steps / (times.Decode / 1000) : 0;
        Volatile.Write(ref tokensPerSecond, Captions == 0 ? rate : tokensPerSecond + Smoothing * (rate - tokensPerSecond));
        captions.Tick(now);
        FirstCaption ??= now;
        lock (gate)
        {
            ended = now;
            words += steps;
            decodeSeconds += times.Decode / 1000;
            latencies.Add(times.Total + result.Perception.Milliseconds);
            firstTokens.Add(result.Perception.Milliseconds + times.FirstToken);
        }
    }

    /// <summary>The figures of the whole session.</summary>
    public ModelSummary Summarise()
    {
        lock (gate)
        {
            double seconds = (ended - began).TotalSeconds;
            return new ModelSummary(
                latencies.Count,
                seconds > 0 ? Math.Round(latencies.Count / seconds, 2) : 0,
                Percentile(firstTokens, 0.5),
                decodeSeconds > 0 ? Math.Round(words / decodeSeconds, 1) : 0,
                Percentile(latencies, 0.5),
                Percentile(latencies, 0.95));
        }
    }

    /// <summary>Nearest-rank percentile, 0 for no values.</summary>
    internal static double Percentile(IEnumerable<double> values, double part)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? 0 : Math.Round(sorted[Math.Clamp((int)Math.Ceiling(part * sorted.Length) - 1, 0, sorted.Length - 1)], 2);
    }
}

/// <summary>One model's line of <c>summary.json</c>; times in milliseconds from the start of the eyes.</summary>
public sealed record ModelSummary(int Captions, double CaptionsPerSecond, double FirstTokenMs, double TokensPerSecond, double P50Ms, double P95Ms);
