using VlDistill.Frames;
using VlDistill.Inference;

namespace VlDistill.Demo.Vision;

/// <summary>Lets one model describe frames and publishes every word as it comes; teacher, student and plain alike.</summary>
/// <param name="feed">Where the words go.</param>
/// <param name="open">Loads the model; called on the lane that will use it.</param>
/// <param name="clock">The program's clock.</param>
/// <param name="completed">Hears every complete result, on the lane.</param>
public sealed class Narrator(VisionFeed feed, Func<IVisionLanguageModel> open, IClock clock, Action<VisionResult> completed) : IDisposable
{
    private static readonly DecodingOptions Greedy = new();
    private readonly List<CaptionWord> words = [];
    private IVisionLanguageModel? model;

    public void Open()
    {
        model = open();
        feed.Parameters = model.Parameters;
    }

    public void Describe(Frame frame, Perception perception, FeatureMap features)
    {
        var opened = model ?? throw new InvalidOperationException("open the narrator first");
        feed.Statistics.Start(clock.Now);
        words.Clear();
        var description = opened.Describe(frame, perception, features, Greedy, word =>
        {
            words.Add(word);
            feed.Publish(Result(words.ToArray(), complete: false, default));
        });
        var result = Result(description.Caption.Words, complete: true, description.Times);
        feed.Statistics.Add(result, clock.Now);
        feed.Publish(result);
        completed(result);

        VisionResult Result(IReadOnlyList<CaptionWord> said, bool complete, StageTimes times) =>
            new(feed.Model, frame.Id, frame.Time, perception, said, complete, times) { Layers = opened.Layers, Heads = opened.Heads };
    }

    public void Dispose() => model?.Dispose();
}
