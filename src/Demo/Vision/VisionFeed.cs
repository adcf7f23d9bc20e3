namespace VlDistill.Demo.Vision;

/// <summary>The way from one model's lane to the screen: the latest result, nothing queued.</summary>
public sealed class VisionFeed(string model)
{
    private VisionResult? latest;

    /// <summary>The name in the bundle.</summary>
    public string Model => model;

    /// <summary>Parameters of the model and its eyes; 0 until it is loaded.</summary>
    public long Parameters { get; internal set; }

    public ModelStatistics Statistics { get; } = new();

    /// <summary>The newest result, growing or complete; null before the first word.</summary>
    public VisionResult? Latest => Volatile.Read(ref latest);

    /// <summary>The newest complete result.</summary>
    public VisionResult? LatestComplete { get; private set; }

    /// <summary>Called by the model's lane.</summary>
    public void Publish(VisionResult result)
    {
        if (result.Complete) LatestComplete = result;
        Volatile.Write(ref latest, result);
    }
}
