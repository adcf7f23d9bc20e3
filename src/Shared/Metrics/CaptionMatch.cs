using VlDistill.Datasets;

namespace VlDistill.Metrics;

/// <summary>Puts predicted captions and references together, by file name or by COCO's picture number.</summary>
public static class CaptionMatch
{
    /// <summary>One sample per prediction; pictures nobody predicted are not scored.</summary>
    /// <param name="predictionsName">For messages.</param>
    /// <param name="referencesName">For messages.</param>
    /// <exception cref="UserException">A picture is predicted twice or has no references.</exception>
    public static IReadOnlyList<CaptionSample> Samples(IReadOnlyList<PredictedCaption> predictions, string predictionsName,
        IReadOnlyDictionary<string, IReadOnlyList<string>> references, string referencesName)
    {
        var numbered = new Dictionary<long, IReadOnlyList<string>>();
        foreach (var (name, sentences) in references)
            if (ImageNumber.Of(name) is { } number) numbered[number] = sentences;

        var seen = new HashSet<IReadOnlyList<string>>(ReferenceEqualityComparer.Instance);
        var samples = new List<CaptionSample>(predictions.Count);
        foreach (var prediction in predictions)
        {
            var picture = prediction.FileName ?? $"image {prediction.ImageId}";
            var sentences = Find(prediction)
                ?? throw new UserException($"{predictionsName}: {picture} has no caption in {referencesName}; are these the references of the same pictures?");
            if (!seen.Add(sentences)) throw new UserException($"{predictionsName}: {picture} is captioned twice; keep one entry per picture");
            samples.Add(CaptionSample.FromText(prediction.Caption!, sentences));
        }
        return samples;

        IReadOnlyList<string>? Find(PredictedCaption prediction)
        {
            if (prediction.FileName is { } name && (references.GetValueOrDefault(name) ?? references.GetValueOrDefault(Path.GetFileName(name))) is { } byName) return byName;
            return (prediction.ImageId ?? (prediction.FileName is { } file ? ImageNumber.Of(file) : null)) is { } number ? numbered.GetValueOrDefault(number) : null;
        }
    }
}
