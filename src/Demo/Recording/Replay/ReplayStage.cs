using VlDistill.Demo.Vision;
using VlDistill.Frames;

namespace VlDistill.Demo.Recording.Replay;

/// <summary>The stage of a replay: no models, only what they once said, published when its time in the recording comes.</summary>
public sealed class ReplayStage : IVisionStage, IVisionLane
{
    // A slow model tells of frames that are seconds old.
    private const int Remembered = 1024;
    private static readonly TimeSpan NoticeTime = TimeSpan.FromSeconds(6);
    private readonly RecordedSession session;
    private readonly SessionReplay replay;
    private readonly IClock clock;
    private readonly Action<VisionResult, double?> completed;
    private readonly ReplayFeeds every;
    private readonly LabelFinder finder;
    private ReplayReader reader;
    private IReadOnlyList<string> prompts = [];
    private FindResult? found;
    private Sight? sight;
    private readonly Queue<(long Frame, IReadOnlyList<int> Tracks)> seen = new();
    private (string Text, TimeSpan Until)? notice;
    private LaneThread? thread;

    /// <param name="replay">Whose pictures lead.</param>
    /// <param name="clock">The program's clock.</param>
    /// <param name="completed">Hears every result with its attention distance, on the lane.</param>
    public ReplayStage(SessionReplay replay, IClock clock, Action<VisionResult, double?> completed)
    {
        (this.replay, this.clock, this.completed, session) = (replay, clock, completed, replay.Session);
        every = new ReplayFeeds(session.Header.Models);
        foreach (string model in every.Available)
            if (!session.Relating.Contains(model)) every.Of(model)!.Unrelated = "no relations in this recording";
        finder = new LabelFinder(session.Header.Labels, "a recording has no models to look with");
        reader = new ReplayReader(session, round: 0);
    }

    public event Action<string, AnswerResult>? Answered;

    public event Action<RelationResult>? Related;

    string IVisionLane.Name => "replay";

    public Mailbox<Frame> Frames { get; } = new();

    public IReadOnlyList<VisionFeed> Feeds => every.Shown;

    public IReadOnlyList<string> Available => every.Available;

    public AttentionComparison Comparison => every.Comparison;

    public Sight? Sight => Volatile.Read(ref sight);

    public RegionTracker Tracker { get; } = new();

    public FindResult? Found => Volatile.Read(ref found);

    public IReadOnlyList<string> Labels => session.Header.Labels;

    public IReadOnlyList<string> Tags => session.Header.Tags;

    /// <summary>Where the networks ran when it was recorded.</summary>
    public string Device => session.Header.Device;

    public string? Notice => notice is var (text, until) && clock.Now < until ? text : null;

    public void Start(Action<Exception> failed) => thread = new LaneThread(this, failed);

    public void Open()
    {
    }

    public void Step() => Step(TimeSpan.Zero);

    /// <summary>Publishes everything up to the picture that just came.</summary>
    public bool Step(TimeSpan wait)
    {
        using var frame = Frames.Take(wait);
        if (frame is null || replay.Moment is not { } moment) return false;
        if (moment.Round != reader.Round)
        {
            reader.Dispose();
            reader = new ReplayReader(session, moment.Round);
        }

        while (reader.NextSight(moment) is { } sighted) See(sighted);
        while (reader.NextLine(moment) is { } line)
        {
            if (line.Said is not null) Say(reader.Restore(line.Said, moment), line.Said);
            else if (line.Related is not null) Relate(line.Related, moment);
            else if (line.Answer is not null && every.Of(line.Answer.Model) is { } feed)
            {
                var answer = reader.Restore(line.Answer, moment);
                feed.Publish(answer);
                Answered?.Invoke(feed.Model, answer);
            }
        }

        return true;
    }

    public void Update() => every.Update();

    public void Ask(string question) => Tell("a recording cannot be asked; its own questions come when they were put");

    public void Find(IReadOnlyList<string> prompts)
    {
        Volatile.Write(ref this.prompts, prompts);
        if (prompts.Count == 0) Volatile.Write(ref found, null);
    }

    /// <summary>Recorded relations come in any case.</summary>
    public void Relate(bool on)
    {
    }

    public void Show(IReadOnlyList<string> models)
    {
        if (!every.Choose(models)) Tell($"this recording has {string.Join(", ", Available)} only");
    }

    public void Load(string bundleFolder) => Tell("a recording has no models to exchange; start again with --bundle and a live source");

    public void Dispose()
    {
        if (Interlocked.Exchange(ref thread, null) is { } running)
        {
            // Comes back here once the thread has ended.
            running.Dispose();
            return;
        }

        reader.Dispose();
        Frames.Dispose();
    }

    private void See(Sight sighted)
    {
        var regions = sighted.Perception.Regions;
        Tracker.Observe(regions, sighted.FrameTime);
        seen.Enqueue((sighted.FrameId, Tracker.Tracks));
        if (seen.Count > Remembered) seen.Dequeue();
        Volatile.Write(ref sight, sighted);
        var names = Volatile.Read(ref prompts);
        if (names.Count == 0) return;
        Volatile.Write(ref found, FindResult.Of(names, finder.Problem(names), finder.Find(names, sighted.Perception), Tracker));
    }

    private void Relate(RelationsLine line, ReplayMoment moment)
    {
        if (every.Of(line.Model) is not { } feed || reader.Restore(line, moment, TracksOf) is not { } result) return;
        feed.Statistics.Add(result);
        feed.Publish(result);
        Related?.Invoke(result);
    }

    private IReadOnlyList<int>? TracksOf(long frame)
    {
        foreach (var (id, tracks) in seen)
            if (id == frame) return tracks;
        return null;
    }

    private void Say(VisionResult result, SessionLine line)
    {
        if (every.Of(result.Model) is not { } feed) return;
        // A recording without the eyes' own lines still has the boxes of what was said.
        if (!reader.HasSights && result.FrameTime >= (Sight?.FrameTime ?? TimeSpan.MinValue)) See(new Sight(result.FrameId, result.FrameTime, result.Perception));
        feed.Statistics.Start(clock.Now);
        feed.Statistics.Add(result, clock.Now);
        feed.Publish(result);
        completed(result, every.Compare(result, line.HiddenCosine));
    }

    private void Tell(string text) => notice = (text, clock.Now + NoticeTime);
}
