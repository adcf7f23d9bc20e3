using VlDistill.Regions;

namespace VlDistill.Demo.Vision;

/// <summary>
/// Follows regions from frame to frame: the vision lane tells what it saw, the GL lane asks where things are now. The lanes meet
/// in one published list; neither waits for the other.
/// </summary>
public sealed class RegionTracker
{
    private readonly RegionMatcher matcher = new();
    private readonly RegionMotion motion = new();
    private Track[] latest = [];

    /// <summary>Called by the vision lane with what the eyes saw.</summary>
    /// <param name="frameTime">When that frame was captured.</param>
    public void Observe(RegionSet regions, TimeSpan frameTime) => Volatile.Write(ref latest, matcher.Match(regions.Detected, frameTime));

    /// <summary>The track of a region of the last <see cref="Observe"/>, by its index among the detected; for the vision lane.</summary>
    public int TrackOf(int region) => matcher.Assigned[region];

    /// <summary>The tracks of all regions of the last <see cref="Observe"/>, another list for each; for the vision lane.</summary>
    public IReadOnlyList<int> Tracks => matcher.Assigned;

    /// <summary>Where things are in the picture on screen; valid until the next call. For the GL lane; allocates nothing.</summary>
    /// <param name="frameTime">When that picture was captured.</param>
    /// <param name="now">The clock that fades go by, which runs on while the picture stands still.</param>
    public ReadOnlySpan<TrackedRegion> At(TimeSpan frameTime, TimeSpan now) => motion.At(Volatile.Read(ref latest), frameTime, now);
}
