using System.Diagnostics;
using VlDistill.Demo.Vision;
using VlDistill.Frames;
using VlDistill.Inference;

namespace VlDistill.Demo.Diagnostics;

/// <summary>Times frame → boxes → whole sentence, one model at a time with nothing else running.</summary>
public static class ModelBench
{
    private static readonly DecodingOptions Greedy = new();

    /// <summary>Runs every model of <paramref name="models"/> over the frames for <paramref name="seconds"/> each, after one round to warm up.</summary>
    /// <returns>By model, in the order given.</returns>
    public static IReadOnlyDictionary<string, ModelSummary> Run(IModelSource models, IReadOnlyList<Frame> frames, double seconds)
    {
        var (see, owner) = models.OpenEyes();
        using var eyes = owner;
        var results = new Dictionary<string, ModelSummary>();
        foreach (string name in models.Models)
        {
            using var model = models.Open(name);
            foreach (var frame in frames.Take(4)) Describe(model, see, frame);
            results[name] = Time(model, see, frames, seconds);
        }

        return results;
    }

    private static ModelSummary Time(IVisionLanguageModel model, Func<Frame, (Perception Perception, FeatureMap Features)> see, IReadOnlyList<Frame> frames, double seconds)
    {
        var statistics = new ModelStatistics();
        var watch = Stopwatch.StartNew();
        statistics.Start(TimeSpan.FromTicks(1));
        for (int i = 0; watch.Elapsed.TotalSeconds < seconds || i < 2; i++)
        {
            var frame = frames[i % frames.Count];
            var work = LaneWork.Begin();
            var (perception, description) = Describe(model, see, frame);
            statistics.Add(
                new VisionResult(model.Name, frame.Id, frame.Time, perception, description.Caption.Words, Complete: true, description.Times), watch.Elapsed);
            work.End(statistics);
        }

        return statistics.Summarise();
    }

    private static (Perception Perception, Description Description) Describe(
        IVisionLanguageModel model, Func<Frame, (Perception Perception, FeatureMap Features)> see, Frame frame)
    {
        var (perception, features) = see(frame);
        using (features) return (perception, model.Describe(frame, perception, features, Greedy));
    }
}
