using VlDistill.Demo.Diagnostics;
using VlDistill.Frames;

namespace VlDistill.Demo.Vision;

/// <summary>Rates and times of one model: one lane writes, any may read without allocation; <see cref="Summarise"/> is for the end of a session.</summary>
public sealed class ModelStatistics
{
    private const double Smoothing = 0.2;
    private readonly List<double> latencies = [];
    private readonly List<double> firstTokens = [];
    private readonly Lock gate = new();
    private readonly FrameRate captions = new();
    private readonly RollingPercentiles firstToken = new();
    private long words;
    private double decodeSeconds;
    private double busyMs;
    private double inferenceMs;
    private double tokensPerSecond;
    private readonly List<double> relations = [];
    private long pairs;
    private TimeSpan began;
    private TimeSpan ended;

    /// <summary>Parameters of the model and its eyes; 0 until it is loaded.</summary>
    public long Parameters { get; internal set; }

    /// <summary>Size of all files the model runs from, in 10⁶ bytes; 0 where it is not known.</summary>
    public double Megabytes { get; internal set; }

    /// <summary>Captions per second, lately.</summary>
    public double CaptionsPerSecond => captions.PerSecond;

    /// <summary>Captions so far.</summary>
    public long Captions => captions.Count;

    /// <summary>Words per second of decoding, smoothed.</summary>
    public double TokensPerSecond => Volatile.Read(ref tokensPerSecond);

    /// <summary>Median time to the first word over the last 128 captions, in milliseconds from the start of the eyes.</summary>
    public double FirstTokenMs => firstToken.P50;

    /// <summary>Student's eyes and the model's own, in milliseconds.</summary>
    public RollingPercentiles Eyes { get; } = new();

    public RollingPercentiles Regions { get; } = new();

    public RollingPercentiles Prefill { get; } = new();

    public RollingPercentiles Decode { get; } = new();

    /// <summary>Relations of all pairs of a frame, in milliseconds.</summary>
    public RollingPercentiles Relations { get; } = new();

    /// <summary>From the start of the eyes to the last word, in milliseconds.</summary>
    public RollingPercentiles Total { get; } = new();

    /// <summary>Total milliseconds of the last captions.</summary>
    public Sparkline Totals { get; } = new();

    /// <summary>Attention distances to the reference model, in [0, 1]; empty for the reference itself.</summary>
    public Sparkline AttentionDistances { get; } = new();

    /// <summary>Hidden cosines to the reference model, in [-1, 1]; empty where the bundle has no hidden states.</summary>
    public Sparkline HiddenCosines { get; } = new();

    /// <summary>When the first caption was complete; null before.</summary>
    public TimeSpan? FirstCaption { get; private set; }

    /// <summary>Called when the model starts on its first frame.</summary>
    public void Start(TimeSpan now) => began = began == default ? now : began;

    /// <summary>Counts time that the model's lane was busy, and the part of it inside ONNX Runtime, in milliseconds.</summary>
    public void Work(double busy, double inference)
    {
        lock (gate)
        {
            busyMs += busy;
            inferenceMs += inference;
        }
    }

    /// <summary>Counts the relations of one frame; one without two things tells nothing about the time.</summary>
    public void Add(RelationResult result)
    {
        if (result.Pairs == 0) return;
        Relations.Add(result.Milliseconds);
        lock (gate)
        {
            relations.Add(result.Milliseconds);
            pairs += result.Pairs;
        }
    }

    /// <summary>Counts a complete result.</summary>
    public void Add(VisionResult result, TimeSpan now)
    {
        var times = result.Times;
        double seen = result.Perception.Milliseconds, total = seen + times.Total;
        // The end mark is a decoding step as well.
        int steps = result.Words.Count + 1;
        double rate = times.Decode > 0 ? steps / (times.Decode / 1000) : 0;
        Volatile.Write(ref tokensPerSecond, Captions == 0 ? rate : tokensPerSecond + Smoothing * (rate - tokensPerSecond));
        Eyes.Add(seen + times.Eyes);
        Regions.Add(times.Regions);
        Prefill.Add(times.Prefill);
        Decode.Add(times.Decode);
        Total.Add(total);
        firstToken.Add(seen + times.FirstToken);
        Totals.Add((float)total);
        captions.Tick(now);
        FirstCaption ??= now;
        lock (gate)
        {
            ended = now;
            words += steps;
            decodeSeconds += times.Decode / 1000;
            latencies.Add(total);
            firstTokens.Add(seen + times.FirstToken);
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
                Percentile(latencies, 0.95))
            {
                Relations = relations.Count == 0 ? null
                    : new RelationSummary(relations.Count, Math.Round((double)pairs / relations.Count, 1), Percentile(relations, 0.5), Percentile(relations, 0.95)),
                InferenceShare = busyMs > 0 ? Math.Round(inferenceMs / busyMs, 3) : null,
                StagesMs = new Dictionary<string, DurationSummary>
                {
                    ["eyes"] = Eyes.Summarise(),
                    ["regions"] = Regions.Summarise(),
                    ["prefill"] = Prefill.Summarise(),
                    ["decode"] = Decode.Summarise(),
                    ["total"] = Total.Summarise(),
                },
            };
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
public sealed record ModelSummary(int Captions, double CaptionsPerSecond, double FirstTokenMs, double TokensPerSecond, double P50Ms, double P95Ms)
{
    /// <summary>The part of its lane's busy time inside ONNX Runtime, in [0, 1]; null where nobody measured.</summary>
    public double? InferenceShare { get; init; }

    /// <summary>What relating things took; null where nothing was related.</summary>
    public RelationSummary? Relations { get; init; }

    /// <summary>By stage (eyes, regions, prefill, decode, total), over the last 128 captions.</summary>
    public IReadOnlyDictionary<string, DurationSummary> StagesMs { get; init; } = new Dictionary<string, DurationSummary>();
}

/// <summary>Frames whose things were related, pairs of a frame on average, and what a frame took in milliseconds.</summary>
public sealed record RelationSummary(int Frames, double Pairs, double P50Ms, double P95Ms);
