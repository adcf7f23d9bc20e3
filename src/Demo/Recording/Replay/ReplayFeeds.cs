using VlDistill.Demo.Vision;

namespace VlDistill.Demo.Recording.Replay;

/// <summary>A feed for each recorded model, and which of them are shown and compared.</summary>
public sealed class ReplayFeeds
{
    private readonly VisionFeed[] all;
    private IReadOnlyList<VisionFeed> shown;
    private IReadOnlyList<VisionFeed>? wanted;
    private AttentionComparison comparison;

    public ReplayFeeds(IReadOnlyList<SessionModel> models)
    {
        all = [.. models.Select(m => new VisionFeed(m.Name))];
        for (int i = 0; i < all.Length; i++)
        {
            all[i].Statistics.Parameters = models[i].Parameters;
            all[i].Statistics.Megabytes = models[i].Megabytes;
        }

        Available = [.. all.Select(feed => feed.Model)];
        shown = [.. BundleModels.Choose(Available).Select(name => Of(name)!)];
        comparison = new AttentionComparison(AttentionComparison.ReferenceOf([.. shown.Select(feed => feed.Model)]));
    }

    public IReadOnlyList<string> Available { get; }

    public IReadOnlyList<VisionFeed> Shown => shown;

    public AttentionComparison Comparison => Volatile.Read(ref comparison);

    public VisionFeed? Of(string model) => Array.Find(all, feed => feed.Model == model);

    /// <summary>Shows one or two models from the next <see cref="Update"/> on; false where one was not recorded.</summary>
    public bool Choose(IReadOnlyList<string> models)
    {
        VisionFeed?[] chosen = [.. models.Select(Of)];
        if (chosen.Length is 0 or > 2 || chosen.Contains(null)) return false;
        wanted = chosen!;
        return true;
    }

    /// <summary>Called by the GL lane.</summary>
    public void Update()
    {
        if (wanted is null) return;
        (shown, wanted) = (wanted, null);
        Volatile.Write(ref comparison, new AttentionComparison(AttentionComparison.ReferenceOf([.. shown.Select(feed => feed.Model)])));
    }

    /// <summary>The attention distance to the other model shown, where both described the frame.</summary>
    /// <param name="cosine">The recorded one, of the pair that this result completed.</param>
    public double? Compare(VisionResult result, double? cosine)
    {
        if (!shown.Any(feed => feed.Model == result.Model) || Comparison.Add(result) is not { } pair) return null;
        var statistics = Of(pair.Left.Model)!.Statistics;
        statistics.AttentionDistances.Add((float)pair.Distance);
        if (cosine is { } told) statistics.HiddenCosines.Add((float)told);
        return pair.Distance;
    }
}
