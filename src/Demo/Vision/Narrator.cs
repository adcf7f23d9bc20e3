using VlDistill.Frames;
using VlDistill.Inference;

namespace VlDistill.Demo.Vision;

/// <summary>Lets one model describe frames and publishes every word as it comes, answer questions, and relate things; teacher, student and plain alike.</summary>
/// <param name="feed">Where the words go.</param>
/// <param name="open">Loads the model; called on the lane that will use it.</param>
/// <param name="clock">The program's clock.</param>
/// <param name="labels">The detector's classes: what relations call things.</param>
/// <param name="completed">Hears every complete result, on the lane.</param>
/// <param name="answered">Hears every answer, on the lane.</param>
/// <param name="related">Hears every reading of relations, on the lane.</param>
public sealed class Narrator(
    VisionFeed feed,
    Func<IVisionLanguageModel> open,
    IClock clock,
    IReadOnlyList<string> labels,
    Action<VisionResult> completed,
    Action<AnswerResult> answered,
    Action<RelationResult> related) : IDisposable
{
    private static readonly DecodingOptions Greedy = new(RegionStates: true);
    private readonly List<CaptionWord> words = [];
    private IVisionLanguageModel? model;
    private volatile bool relating;
    private bool upToDate;

    public ModelStatistics Statistics => feed.Statistics;

    /// <summary>Whether things in described frames are related as well; costs nothing while it is false.</summary>
    public bool Relating
    {
        get => relating;
        set => relating = value;
    }

    /// <summary>Loads the model, once.</summary>
    public void Open()
    {
        model ??= open();
        feed.Statistics.Parameters = model.Parameters;
        feed.Unrelated = model.Predicates.Count > 0 ? null : $"{feed.Model} has no relation network in this bundle";
    }

    /// <summary>Describes silently.</summary>
    public void WarmUp(Sighting sighting) => model!.Describe(sighting.Frame, sighting.Perception, sighting.Features, Greedy, _ => { });

    public void Describe(Sighting sighting)
    {
        var (frame, perception) = (sighting.Frame, sighting.Perception);
        var opened = model ?? throw new InvalidOperationException("open the narrator first");
        feed.Statistics.Start(clock.Now);
        words.Clear();
        var description = opened.Describe(frame, perception, sighting.Features, Greedy, word =>
        {
            words.Add(word);
            feed.Publish(Result(words.ToArray(), complete: false, default));
        });
        var result = Result(description.Caption.Words, complete: true, description.Times) with { RegionStates = description.RegionStates };
        feed.Statistics.Add(result, clock.Now);
        feed.Publish(result);
        completed(result);
        upToDate = false;
        RelatePending(sighting);

        VisionResult Result(IReadOnlyList<CaptionWord> said, bool complete, StageTimes times) =>
            new(feed.Model, frame.Id, frame.Time, perception, said, complete, times) { Layers = opened.Layers, Heads = opened.Heads };
    }

    /// <summary>Answers the question that waits in the feed, if any; what the model cannot answer becomes the answer's problem.</summary>
    public void AnswerPending(Sighting sighting)
    {
        if (feed.Asked is not { } question) return;
        Answer? answer = null;
        string? problem = null;
        try
        {
            answer = model!.Ask(sighting.Frame, sighting.Perception, sighting.Features, question);
        }
        catch (UserException e)
        {
            problem = e.Message;
        }

        var result = new AnswerResult(question, answer, problem, sighting.Frame.Id, clock.Now) { Perception = sighting.Perception };
        feed.Publish(result);
        answered(result);
    }

    /// <summary>Relates the things of a frame where that is wanted and was not done since the last one described.</summary>
    public void RelatePending(Sighting sighting)
    {
        if (!relating) upToDate = false;
        if (!relating || upToDate || model is not { Predicates.Count: > 0 } opened) return;
        upToDate = true;
        var regions = sighting.Perception.Regions.Detected;
        string[] names = [.. regions.Select(region => region.Label < labels.Count ? labels[region.Label] : "")];
        var pairs = opened.Relate(sighting.Frame, sighting.Perception, sighting.Features, names);
        var result = RelationResult.Of(feed.Model, sighting, pairs, opened.Predicates);
        feed.Statistics.Add(result);
        feed.Publish(result);
        related(result);
    }

    public void Dispose() => model?.Dispose();
}
