using VlDistill.Demo.Vision;
using VlDistill.Frames;
using VlDistill.Inference;
using VlDistill.Regions;

namespace VlDistill.Demo.Tests;

/// <summary>A stage whose feeds a test fills itself.</summary>
internal sealed class StubStage(params string[] models) : IVisionStage
{
    public event Action<string, AnswerResult>? Answered;

    public event Action<RelationResult>? Related;

    public Mailbox<Frame> Frames { get; } = new();

    public IReadOnlyList<VisionFeed> Feeds { get; } = [.. models.Select(model => new VisionFeed(model))];

    public IReadOnlyList<string> Available { get; init; } = models;

    public AttentionComparison Comparison { get; } = new(models[^1]);

    public Sight? Sight { get; set; }

    public RegionTracker Tracker { get; } = new();

    public FindResult? Found { get; set; }

    public IReadOnlyList<string> Labels { get; init; } = ["thing"];

    public IReadOnlyList<string> Tags { get; init; } = ["indoors", "table"];

    public string Device => "stub";

    public string? Notice { get; set; }

    /// <summary>Publishes a complete result and compares it.</summary>
    public void Say(VisionResult result)
    {
        Feeds.First(feed => feed.Model == result.Model).Publish(result);
        Comparison.Add(result);
    }

    /// <summary>Lets the tracker see regions at several times, so that they are confirmed.</summary>
    public void See(RegionSet regions)
    {
        for (int i = 0; i < 8; i++) Tracker.Observe(regions, TimeSpan.FromMilliseconds(100 * i));
    }

    /// <summary>Publishes relations.</summary>
    public void Tell(RelationResult result)
    {
        Feeds.First(feed => feed.Model == result.Model).Publish(result);
        Related?.Invoke(result);
    }

    /// <summary>Publishes an answer.</summary>
    public void Reply(string model, AnswerResult answer)
    {
        Feeds.First(feed => feed.Model == model).Publish(answer);
        Answered?.Invoke(model, answer);
    }

    public void Start(Action<Exception> failed)
    {
    }

    public void Open()
    {
    }

    public void Step()
    {
    }

    public void Update()
    {
    }

    public void Ask(string question)
    {
    }

    public void Find(IReadOnlyList<string> prompts)
    {
    }

    public void Relate(bool on)
    {
    }

    public void Show(IReadOnlyList<string> models)
    {
    }

    public void Load(string bundleFolder)
    {
    }

    public void Dispose() => Frames.Dispose();
}
