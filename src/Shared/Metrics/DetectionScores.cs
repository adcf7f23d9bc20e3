namespace VlDistill.Metrics;

/// <summary>The figures of a detector over a set of pictures.</summary>
/// <param name="Ap">Mean over classes and IoU .50:.95.</param>
/// <param name="Ap50">Mean over classes at IoU .50.</param>
/// <param name="AgnosticAp50">Boxes compared whatever their class, IoU .50.</param>
/// <param name="FrequentAp50">Mean at IoU .50 over the classes with at least <see cref="FrequentBoxes"/> labelled boxes; NaN when there is none.</param>
/// <param name="Classes">AP at IoU .50 and the number of labelled boxes of every class that has one.</param>
public sealed record DetectionScores(double Ap, double Ap50, double AgnosticAp50, double FrequentAp50,
    IReadOnlyDictionary<int, (double Ap50, int Boxes)> Classes, int Images)
{
    /// <summary>Labelled boxes from which a class's AP says something.</summary>
    public const int FrequentBoxes = 10;

    /// <summary>Scores all pictures; NaN where nothing is labelled.</summary>
    public static DetectionScores Of(IReadOnlyList<DetectionSample> samples)
    {
        var boxes = samples.SelectMany(s => s.Truth).Where(t => !t.Crowd).CountBy(t => t.Label).OrderBy(c => c.Key).ToArray();
        var byClass = boxes.ToDictionary(c => c.Key, c =>
        {
            var present = samples.Where(s => s.Truth.Any(t => t.Label == c.Key) || s.Detected.Any(d => d.Label == c.Key)).ToArray();
            return CocoAveragePrecision.Thresholds.Select(t => CocoAveragePrecision.Of(present, c.Key, t)).ToArray();
        });
        var classes = boxes.ToDictionary(c => c.Key, c => (byClass[c.Key][0], c.Value));
        return new DetectionScores(
            Mean(byClass.Values.Select(v => v.Average())),
            Mean(classes.Values.Select(c => c.Item1)),
            CocoAveragePrecision.Of(samples, null, 0.5),
            Mean(classes.Values.Where(c => c.Value >= FrequentBoxes).Select(c => c.Item1)),
            classes, samples.Count);
    }

    private static double Mean(IEnumerable<double> values) => values.DefaultIfEmpty(double.NaN).Average();
}
