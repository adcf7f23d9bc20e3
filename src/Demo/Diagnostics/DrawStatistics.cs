using VlDistill.Demo.Vision;

namespace VlDistill.Demo.Diagnostics;

/// <summary>How evenly pictures are drawn, and how old a frame is when its boxes are first on screen. For the GL lane; allocates nothing.</summary>
public sealed class DrawStatistics
{
    private readonly DurationHistogram intervals = new();
    private readonly DurationHistogram ages = new();
    private TimeSpan? last;
    private Sight? shown;

    /// <summary>From one drawn picture to the next; null before the second.</summary>
    public DurationSummary? FrameIntervalMs => intervals.Summarise();

    /// <summary>From the capture of a frame to the first drawn picture that knows its boxes; null before the first.</summary>
    public DurationSummary? OverlayAgeMs => ages.Summarise();

    /// <summary>Called when a picture is drawn.</summary>
    /// <param name="now">The program's clock after the drawing.</param>
    /// <param name="sight">The boxes it was drawn with.</param>
    public void Drawn(TimeSpan now, Sight? sight)
    {
        if (last is { } before) intervals.Add(now - before);
        last = now;
        if (sight is null || ReferenceEquals(sight, shown)) return;
        shown = sight;
        ages.Add(now - sight.FrameTime);
    }
}
