namespace VlDistill.Demo.Vision;

/// <summary>A followed region that fits a prompt, and how well.</summary>
/// <param name="Track">The <see cref="TrackedRegion"/>.</param>
/// <param name="Prompt">Index among the prompts.</param>
/// <param name="Score">How sure, in [0, 1].</param>
public readonly record struct FoundTrack(int Track, int Prompt, float Score);

/// <summary>What the prompts have found in the latest frame; nothing here allocates but the making.</summary>
/// <param name="Prompts">As they were typed.</param>
/// <param name="Problem">Why some of them cannot be found; null when all can.</param>
/// <param name="Tracks">Followed regions that fit, each with its prompt.</param>
public sealed record FindResult(IReadOnlyList<string> Prompts, string? Problem, IReadOnlyList<FoundTrack> Tracks)
{
    /// <summary>Everything found, with boxes in the frame that was searched; what has no region is no track either.</summary>
    public IReadOnlyList<FoundRegion> Found { get; init; } = [];

    /// <summary>A result whose regions are followed by a tracker, which observed them last.</summary>
    public static FindResult Of(IReadOnlyList<string> prompts, string? problem, IReadOnlyList<FoundRegion> found, RegionTracker tracker) =>
        new(prompts, problem, [.. found.Where(f => f.Region is not null).Select(f => new FoundTrack(tracker.TrackOf(f.Region!.Value), f.Prompt, f.Score))]) { Found = found };

    /// <summary>The prompt that a <see cref="TrackedRegion"/> fits with at least that score; null for none.</summary>
    public FoundTrack? PromptOf(int track, float least)
    {
        for (int i = 0; i < Tracks.Count; i++)
            if (Tracks[i].Track == track && Tracks[i].Score >= least) return Tracks[i];
        return null;
    }

    /// <summary>The best score of a prompt; null where nothing resembles it at all.</summary>
    public float? BestOf(int prompt)
    {
        float? best = null;
        for (int i = 0; i < Found.Count; i++)
            if (Found[i].Prompt == prompt && !(Found[i].Score <= best)) best = Found[i].Score;
        return best;
    }

    /// <summary>Places that fit a prompt with at least that score.</summary>
    public int CountOf(int prompt, float least)
    {
        int count = 0;
        for (int i = 0; i < Found.Count; i++) count += Found[i].Prompt == prompt && Found[i].Score >= least ? 1 : 0;
        return count;
    }
}
