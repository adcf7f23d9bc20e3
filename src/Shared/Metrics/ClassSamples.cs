namespace VlDistill.Metrics;

/// <summary>Pictures by class: only the boxes of one class, only the pictures that have one, so that a thousand classes cost no thousand passes.</summary>
public static class ClassSamples
{
    /// <summary>Detections of a picture that LVIS looks at, all classes together.</summary>
    public const int MaxFederatedDetections = 300;

    /// <summary>Samples of each class that is labelled or detected anywhere, in the pictures' order.</summary>
    public static IReadOnlyDictionary<int, IReadOnlyList<DetectionSample>> Of(IReadOnlyList<DetectionSample> samples)
    {
        var classes = new Dictionary<int, List<DetectionSample>>();
        foreach (var sample in samples)
        {
            var truth = sample.Truth.ToLookup(t => t.Label);
            var detected = Countable(sample).ToLookup(d => d.Label);
            foreach (var label in truth.Select(t => t.Key).Union(detected.Select(d => d.Key)))
            {
                if (!classes.TryGetValue(label, out var present)) classes[label] = present = [];
                present.Add(new DetectionSample([.. truth[label]], [.. detected[label]]) { Federated = sample.Federated });
            }
        }
        return classes.ToDictionary(c => c.Key, c => (IReadOnlyList<DetectionSample>)c.Value);
    }

    /// <summary>As the official program: the best of the picture first, then those of classes nobody looked for are dropped.</summary>
    private static IEnumerable<Regions.Region> Countable(DetectionSample sample) => sample.Federated is { } federated
        ? sample.Detected.OrderByDescending(d => d.Score).Take(MaxFederatedDetections).Where(d => federated.Known.Contains(d.Label))
        : sample.Detected;
}
