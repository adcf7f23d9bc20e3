namespace VlDistill.Metrics;

/// <summary>Average precision of one class.</summary>
/// <param name="Ap">Mean over IoU .50:.95.</param>
/// <param name="Boxes">Labelled boxes.</param>
public readonly record struct ClassScore(double Ap, double Ap50, int Boxes);

/// <summary>Means over the classes of a group that are labelled at all; NaN when none is.</summary>
public readonly record struct GroupScore(double Ap, double Ap50, int Classes, int Boxes);

/// <summary>The figures of a detector over a set of pictures.</summary>
/// <param name="Ap">Mean over classes and IoU .50:.95.</param>
/// <param name="Ap50">Mean over classes at IoU .50.</param>
/// <param name="AgnosticAp50">Boxes compared whatever their class, IoU .50; NaN where only some classes of a picture are labelled.</param>
/// <param name="FrequentAp50">Mean at IoU .50 over the classes with at least <see cref="FrequentBoxes"/> labelled boxes; NaN when there is none.</param>
/// <param name="Classes">Every class that has a labelled box.</param>
public sealed record DetectionScores(double Ap, double Ap50, double AgnosticAp50, double FrequentAp50, IReadOnlyDictionary<int, ClassScore> Classes, int Images)
{
    /// <summary>Labelled boxes from which a class's AP says something.</summary>
    public const int FrequentBoxes = 10;

    /// <summary>Scores all pictures; NaN where nothing is labelled.</summary>
    public static DetectionScores Of(IReadOnlyList<DetectionSample> samples)
    {
        var byClass = ClassSamples.Of(samples);
        var boxes = samples.SelectMany(s => s.Truth).Where(t => !t.Crowd).CountBy(t => t.Label).OrderBy(c => c.Key);
        var classes = boxes.ToDictionary(c => c.Key, c =>
        {
            var values = CocoAveragePrecision.Thresholds.Select(t => CocoAveragePrecision.Of(byClass[c.Key], c.Key, t)).ToArray();
            return new ClassScore(values.Average(), values[0], c.Value);
        });
        return new DetectionScores(
            Mean(classes.Values.Select(c => c.Ap)),
            Mean(classes.Values.Select(c => c.Ap50)),
            samples.Any(s => s.Federated is not null) ? double.NaN : CocoAveragePrecision.Of(samples, null, 0.5),
            Mean(classes.Values.Where(c => c.Boxes >= FrequentBoxes).Select(c => c.Ap50)),
            classes, samples.Count);
    }

    /// <summary>The same for some of the classes: novel and base ones, or rare, common and frequent ones.</summary>
    public GroupScore Of(IReadOnlySet<int> labels)
    {
        ClassScore[] group = [.. Classes.Where(c => labels.Contains(c.Key)).Select(c => c.Value)];
        return new GroupScore(Mean(group.Select(c => c.Ap)), Mean(group.Select(c => c.Ap50)), group.Length, group.Sum(c => c.Boxes));
    }

    private static double Mean(IEnumerable<double> values) => values.DefaultIfEmpty(double.NaN).Average();
}
