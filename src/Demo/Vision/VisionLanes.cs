using VlDistill.Frames;

namespace VlDistill.Demo.Vision;

/// <summary>The lanes of all models with the mailboxes between them: frames go to the student, what it saw goes on to the teacher.</summary>
public sealed class VisionLanes : IVisionStage
{
    private readonly IModelSource models;
    private readonly PerceivingLane perceiving;
    private readonly List<IVisionLane> lanes = [];
    private readonly List<LaneThread> threads = [];

    /// <param name="models">Opened on the lanes.</param>
    /// <param name="pool">Copies frames for the second model.</param>
    /// <param name="clock">The program's clock.</param>
    /// <param name="completed">Hears every complete result with its attention distance, on its lane.</param>
    public VisionLanes(IModelSource models, FramePool pool, IClock clock, Action<VisionResult, double?> completed)
    {
        this.models = models;
        Feeds = [.. models.Models.Select(m => new VisionFeed(m))];
        Comparison = new AttentionComparison(reference: models.Models[^1]);
        var narrators = Feeds.Select(feed => new Narrator(feed, () => models.Open(feed.Model), clock, r => completed(r, Comparison.Add(r)))).ToArray();
        var sightings = Feeds.Skip(1).Select(_ => new Mailbox<Sighting>()).ToArray();
        perceiving = new PerceivingLane(models.OpenEyes, narrators[0], Frames, pool, sightings);
        lanes.Add(perceiving);
        for (int i = 1; i < narrators.Length; i++) lanes.Add(new DescribingLane(Feeds[i].Model, narrators[i], sightings[i - 1]));
    }

    /// <summary>Where the capture lane puts frames to describe.</summary>
    public Mailbox<Frame> Frames { get; } = new();

    /// <summary>One per model, left to right.</summary>
    public IReadOnlyList<VisionFeed> Feeds { get; }

    public AttentionComparison Comparison { get; }

    /// <summary>The latest boxes.</summary>
    public Inference.Perception? Perception => perceiving.Latest;

    public IReadOnlyList<string> Labels => models.Labels;

    public string Device => models.Device;

    public string? Notice => null;

    /// <summary>Gives each lane its own thread, on which it loads its model.</summary>
    public void Start(Action<Exception> failed) => threads.AddRange(lanes.Select(lane => new LaneThread(lane, failed)));

    /// <summary>Loads everything here, for <see cref="Step"/>.</summary>
    public void Open() => lanes.ForEach(lane => lane.Open());

    /// <summary>Runs every lane once on the caller's thread.</summary>
    public void Step()
    {
        foreach (var lane in lanes) lane.Step(TimeSpan.Zero);
    }

    public void Dispose()
    {
        if (threads.Count > 0) threads.ForEach(thread => thread.Dispose());
        else lanes.ForEach(lane => lane.Dispose());
    }
}
