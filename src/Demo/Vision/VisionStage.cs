using VlDistill.Frames;

namespace VlDistill.Demo.Vision;

/// <summary>
/// The live stage: lanes with models, and other models or bundles in their place while it runs. These are loaded on a thread of their
/// own, change places in <see cref="Update"/>, and the old ones end on that thread too, so that nothing stands still.
/// </summary>
public sealed class VisionStage : IVisionStage
{
    private static readonly TimeSpan NoticeTime = TimeSpan.FromSeconds(10), EndTimeout = TimeSpan.FromSeconds(30);
    private readonly Func<IModelSource, Mailbox<Frame>, VisionLanes> build;
    private readonly IClock clock;
    private readonly Lock gate = new();
    private VisionLanes current;
    private VisionLanes? loaded;
    private IModelSource chosen;
    private Action<Exception>? failed;
    private Task loading = Task.CompletedTask;
    private (string Text, TimeSpan Until)? notice;
    private IReadOnlyList<string> prompts = [];
    private string? question;
    private int turn;

    /// <param name="models">Shown first.</param>
    /// <param name="everyFrame">True describes every frame, false those that differ from the last one described.</param>
    /// <param name="clock">The program's clock.</param>
    /// <param name="completed">Hears every complete result with its attention distance, on its lane.</param>
    public VisionStage(IModelSource models, bool everyFrame, IClock clock, Action<VisionResult, double?> completed)
    {
        this.clock = clock;
        build = (source, frames) => new VisionLanes(
            source, frames, new ChangeGate(everyFrame), clock, completed, (model, answer) => Answered?.Invoke(model, answer), result => Related?.Invoke(result));
        chosen = models;
        current = build(models, Frames);
    }

    public event Action<string, AnswerResult>? Answered;

    public event Action<RelationResult>? Related;

    public Mailbox<Frame> Frames { get; } = new();

    public IReadOnlyList<VisionFeed> Feeds => current.Feeds;

    public IReadOnlyList<string> Available => current.Models.Available;

    public AttentionComparison Comparison => current.Comparison;

    public Sight? Sight => current.Sight;

    public RegionTracker Tracker => current.Tracker;

    public FindResult? Found => current.Found;

    public IReadOnlyList<string> Labels => current.Models.Labels;

    public IReadOnlyList<string> Tags => current.Models.Tags;

    public string Device => current.Models.Device;

    public string? Notice
    {
        get
        {
            lock (gate) return notice is var (text, until) && clock.Now < until ? text : null;
        }
    }

    public void Start(Action<Exception> failed)
    {
        this.failed = failed;
        current.Start(failed);
    }

    public void Open() => current.Open();

    public void Step() => current.Step();

    public void Update()
    {
        if (Interlocked.Exchange(ref loaded, null) is not { } fresh) return;
        var old = current;
        fresh.Find(prompts);
        // The last question stays on screen, so that the new models answer it too.
        if (question is not null)
            foreach (var feed in fresh.Feeds) feed.Ask(question);
        current = fresh;
        old.Stop();
        if (failed is not null) fresh.Start(failed);
        Later(() =>
        {
            old.Dispose(heir: frame => Inherit(fresh, frame));
            NativeMemory.GiveBack();
        });
    }

    public void Ask(string question)
    {
        this.question = question;
        foreach (var feed in current.Feeds) feed.Ask(question);
    }

    public void Find(IReadOnlyList<string> prompts)
    {
        this.prompts = prompts;
        current.Find(prompts);
    }

    public void Relate(bool on) => current.Relate(on);

    public void Show(IReadOnlyList<string> models) => Change(string.Join(" and ", models), source => source.Choose(models));

    public void Load(string bundleFolder) => Change(bundleFolder, source => source.Load(bundleFolder));

    /// <exception cref="TimeoutException">Models that were being loaded did not end in time.</exception>
    public void Dispose()
    {
        Interlocked.Increment(ref turn);
        current.Stop();
        if (!loading.Wait(EndTimeout)) throw new TimeoutException($"models were still being loaded after {EndTimeout.TotalSeconds} s");
        Interlocked.Exchange(ref loaded, null)?.Dispose();
        current.Dispose();
        Frames.Dispose();
    }

    // While the source is paused nothing new comes: the new models describe the frame on screen.
    private void Inherit(VisionLanes heir, Frame frame)
    {
        if (heir.Sight is null) Frames.Put(frame);
        else frame.Dispose();
    }

    private void Change(string what, Func<IModelSource, IModelSource> choose)
    {
        int mine = Interlocked.Increment(ref turn);
        Tell($"loading {what}");
        Later(() => TryLoad(what, choose, mine));
    }

    private void TryLoad(string what, Func<IModelSource, IModelSource> choose, int mine)
    {
        // A later wish replaces this one.
        if (mine != Volatile.Read(ref turn)) return;
        VisionLanes? fresh = null;
        try
        {
            var source = choose(chosen);
            fresh = build(source, Frames);
            fresh.Open();
            chosen = source;
            Interlocked.Exchange(ref loaded, fresh)?.Dispose();
            Tell($"showing {what}");
        }
        catch (Exception e)
        {
            fresh?.Dispose();
            Tell($"kept the models as they were: {e.Message}");
        }
    }

    // One after the other, off the GL lane.
    private void Later(Action action) => loading = loading.ContinueWith(_ => action(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

    private void Tell(string text)
    {
        lock (gate) notice = (text, clock.Now + NoticeTime);
    }
}
