using System.Diagnostics;
using VlDistill.Demo.Vision;
using VlDistill.Frames;
using VlDistill.Inference;
using VlDistill.Regions;

namespace VlDistill.Demo.Diagnostics;

/// <summary>Times what relating things adds to a vision step: frame → boxes → sentence → relations, one model at a time with nothing else running.</summary>
public static class RelationBench
{
    /// <summary>Regions in every frame: what the time depends on.</summary>
    public const int Regions = 8;

    private const int WarmUp = 4;
    private static readonly DecodingOptions Greedy = new();

    /// <summary>Runs every model that relates things over the frames for <paramref name="seconds"/> each.</summary>
    /// <returns>By model, in the order given; without those that relate nothing.</returns>
    public static IReadOnlyDictionary<string, RelationTimes> Run(IModelSource models, IReadOnlyList<Frame> frames, double seconds)
    {
        var (see, owner) = models.OpenEyes();
        using var eyes = owner;
        var results = new Dictionary<string, RelationTimes>();
        foreach (string name in models.Models)
        {
            using var model = models.Open(name);
            if (model.Predicates.Count > 0) results[name] = Time(model, see, models.Labels, frames, seconds);
        }

        return results;
    }

    private static RelationTimes Time(
        IVisionLanguageModel model, Func<Frame, (Perception Perception, FeatureMap Features)> see, IReadOnlyList<string> labels, IReadOnlyList<Frame> frames, double seconds)
    {
        List<double> steps = [], relations = [];
        var watch = Stopwatch.StartNew();
        int pairs = 0;
        for (int i = 0; watch.Elapsed.TotalSeconds < seconds || i < 2 * WarmUp; i++)
        {
            var frame = frames[i % frames.Count];
            var started = Stopwatch.GetTimestamp();
            var (seen, features) = see(frame);
            using var map = features;
            var perception = seen with { Regions = Exactly(Regions, seen.Regions) };
            model.Describe(frame, perception, features, Greedy);
            var described = Stopwatch.GetTimestamp();
            string[] names = [.. perception.Regions.Detected.Select(region => labels[region.Label])];
            pairs = model.Relate(frame, perception, features, names).Pairs.Count;
            if (i < WarmUp) continue;
            steps.Add(Stopwatch.GetElapsedTime(started, described).TotalMilliseconds);
            relations.Add(Stopwatch.GetElapsedTime(described).TotalMilliseconds);
        }

        return new RelationTimes(
            pairs, ModelStatistics.Percentile(steps, 0.5), ModelStatistics.Percentile(relations, 0.5), ModelStatistics.Percentile(relations, 0.95));
    }

    // The first that were detected; where there are fewer, cells of the picture take their place.
    private static RegionSet Exactly(int count, RegionSet regions) => RegionSet.From(
        [.. regions.Detected.Concat(regions.Tokens.Skip(1).Take(RegionSet.FixedTokens - 1).Where((_, i) => i % 6 == 3).Select(cell => new Region(cell, 0, 0.5f))).Take(count)]);
}

/// <summary>What relating <see cref="RelationBench.Regions"/> regions takes, in milliseconds.</summary>
/// <param name="Pairs">Ordered pairs of regions.</param>
/// <param name="StepP50Ms">Median of the step without relations: eyes, regions, sentence.</param>
/// <param name="P50Ms">Median of what relations add.</param>
/// <param name="P95Ms">95th percentile of what they add.</param>
public sealed record RelationTimes(int Pairs, double StepP50Ms, double P50Ms, double P95Ms);
