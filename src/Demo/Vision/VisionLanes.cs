using VlDistill.Frames;

namespace VlDistill.Demo.Vision;

/// <summary>The lanes of one choice of models with the mailboxes between them: frames go to the student, what it saw goes on to the teacher.</summary>
public sealed class VisionLanes : IDisposable
{
    private readonly PerceivingLane perceiving;
    private readonly Narrator[] narrators;
    private readonly List<IVisionLane> lanes = [];
    private readonly List<LaneThread> threads = [];

    /// <param name="models">Opened on the lanes.</param>
    /// <param name="frames">What the first lane reads; stays open when the lanes end.</param>
    /// <param name="gate">Says which frames to describe.</param>
    /// <param name="clock">The program's clock.</param>
    /// <param name="completed">Hears every complete result with its attention distance, on its lane.</param>
    /// <param name="answered">Hears every answer with the model's name, on its lane.</param>
    /// <param name="related">Hears every reading of relations, on its model's lane.</param>
    public VisionLanes(
        IModelSource models,
        Mailbox<Frame> frames,
        ChangeGate gate,
        IClock clock,
        Action<VisionResult, double?> completed,
        Action<string, AnswerResult>? answered = null,
        Action<RelationResult>? related = null)
    {
        Models = models;
        Feeds = [.. models.Models.Select(m => new VisionFeed(m))];
        string reference = AttentionComparison.ReferenceOf(models.Models);
        Comparison = new AttentionComparison(reference);
        // The reference waits for the others wherever it is shown: it is the slow one.
        VisionFeed[] order = [.. Feeds.OrderBy(feed => feed.Model == reference)];
        narrators = [.. order.Select(feed => new Narrator(
            feed, () => models.Open(feed.Model), clock, models.Labels, r => completed(r, Compare(r)), a => answered?.Invoke(feed.Model, a), r => related?.Invoke(r)))];
        foreach (var feed in Feeds) feed.Statistics.Megabytes = models.Bytes(feed.Model) / 1e6;
        var sightings = order.Skip(1).Select(_ => new Mailbox<Sighting>()).ToArray();
        perceiving = new PerceivingLane(models.OpenEyes, narrators[0], frames, gate, models.OpenFinder, sightings);
        lanes.Add(perceiving);
        for (int i = 1; i < narrators.Length; i++) lanes.Add(new DescribingLane(order[i].Model, narrators[i], sightings[i - 1]));
    }

    public IModelSource Models { get; }

    /// <summary>One per model, left to right.</summary>
    public IReadOnlyList<VisionFeed> Feeds { get; }

    public AttentionComparison Comparison { get; }

    /// <summary>The latest boxes.</summary>
    public Sight? Sight => perceiving.Latest;

    public RegionTracker Tracker => perceiving.Tracker;

    public FindResult? Found => perceiving.Found;

    public void Find(IReadOnlyList<string> prompts) => perceiving.Find(prompts);

    /// <summary>Relates things from now on, or no longer; allocates nothing.</summary>
    public void Relate(bool on)
    {
        foreach (var narrator in narrators) narrator.Relating = on;
    }

    /// <summary>Gives each lane its own thread, on which it loads its model if need be.</summary>
    public void Start(Action<Exception> failed) => threads.AddRange(lanes.Select(lane => new LaneThread(lane, failed)));

    /// <summary>Loads everything here.</summary>
    public void Open() => lanes.ForEach(lane => lane.Open());

    /// <summary>Runs every lane once on the caller's thread.</summary>
    public void Step()
    {
        foreach (var lane in lanes) lane.Step(TimeSpan.Zero);
    }

    /// <summary>Ends the lanes; their last frame goes to the heir.</summary>
    public void Dispose(Action<Frame> heir)
    {
        perceiving.Heir = heir;
        Dispose();
    }

    /// <summary>Lets the threads end after the step in progress; does not wait.</summary>
    public void Stop() => threads.ForEach(thread => thread.Stop());

    public void Dispose()
    {
        Stop();
        if (threads.Count > 0) threads.ForEach(thread => thread.Dispose());
        else lanes.ForEach(lane => lane.Dispose());
    }

    private double? Compare(VisionResult result)
    {
        if (Comparison.Add(result) is not { } pair) return null;
        var statistics = Feeds.First(feed => feed.Model == pair.Left.Model).Statistics;
        statistics.AttentionDistances.Add((float)pair.Distance);
        if (pair.HiddenCosine is { } cosine) statistics.HiddenCosines.Add((float)cosine);
        return pair.Distance;
    }
}
