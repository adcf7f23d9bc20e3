namespace VlDistill.Demo.Vision;

/// <summary>What the prompts have found in the latest frame.</summary>
/// <param name="Prompts">As they were typed.</param>
/// <param name="Problem">Why some of them cannot be found; null when all can.</param>
/// <param name="Tracks">Followed regions that fit, each with the index of its prompt.</param>
public sealed record FindResult(IReadOnlyList<string> Prompts, string? Problem, IReadOnlyList<(int Track, int Prompt)> Tracks)
{
    /// <summary>Everything found, with boxes in the frame that was searched; what has no region is no track either.</summary>
    public IReadOnlyList<FoundRegion> Found { get; init; } = [];

    /// <summary>A result whose regions are followed by a tracker, which observed them last.</summary>
    public static FindResult Of(IReadOnlyList<string> prompts, string? problem, IReadOnlyList<FoundRegion> found, RegionTracker tracker) =>
        new(prompts, problem, [.. found.Where(f => f.Region is not null).Select(f => (tracker.TrackOf(f.Region!.Value), f.Prompt))]) { Found = found };

    /// <summary>The prompt that a <see cref="TrackedRegion"/> fits, -1 for none; allocates nothing.</summary>
    public int PromptOf(int track)
    {
        for (int i = 0; i < Tracks.Count; i++)
            if (Tracks[i].Track == track) return Tracks[i].Prompt;
        return -1;
    }
}
