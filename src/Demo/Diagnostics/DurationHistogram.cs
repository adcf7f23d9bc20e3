namespace VlDistill.Demo.Diagnostics;

/// <summary>Durations of a whole session in boxes of a quarter millisecond up to four seconds; adding allocates nothing. For one thread.</summary>
public sealed class DurationHistogram
{
    private const double BoxMilliseconds = 0.25;
    private readonly int[] boxes = new int[16_000];

    /// <summary>Durations so far.</summary>
    public long Count { get; private set; }

    public void Add(TimeSpan duration)
    {
        boxes[Math.Clamp((int)(duration.TotalMilliseconds / BoxMilliseconds), 0, boxes.Length - 1)]++;
        Count++;
    }

    /// <summary>Median and 95th percentile; null for no durations.</summary>
    public DurationSummary? Summarise() => Count == 0 ? null : new DurationSummary(Percentile(0.5), Percentile(0.95));

    // The middle of the box in which the nearest rank lies.
    private double Percentile(double part)
    {
        long rank = Math.Max(1, (long)Math.Ceiling(part * Count)), sum = 0;
        int box = -1;
        while (sum < rank) sum += boxes[++box];
        return Math.Round((box + 0.5) * BoxMilliseconds, 2);
    }
}

/// <summary>Median and 95th percentile in milliseconds.</summary>
public sealed record DurationSummary(double P50, double P95);
