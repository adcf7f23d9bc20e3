using VlDistill.Inference;
using VlDistill.Regions;
using VlDistill.Text;

namespace VlDistill.Demo.Vision;

/// <summary>
/// Finds by any name: the detector's own classes by its labels, everything else, and what the detector was not sure of, by the bundle's
/// open vocabulary. A new prompt costs one run of the text encoder, on the caller's lane.
/// </summary>
/// <param name="labels">The detector's classes.</param>
/// <param name="names">Owned from here on.</param>
public sealed class OpenVocabularyFinder(IReadOnlyList<string> labels, OpenVocabulary names) : IRegionFinder
{
    /// <summary>What is less sure is not told; what of the rest is shown, people choose while they look.</summary>
    private const float LeastScore = 0.05f;

    /// <summary>Places of one prompt that overlap more are one thing.</summary>
    private const float MostOverlap = 0.5f;

    private readonly LabelFinder byLabel = new(labels);

    public IReadOnlyList<FoundRegion> Find(IReadOnlyList<string> prompts, Perception perception, FeatureMap features)
    {
        var found = byLabel.Find(prompts, perception).ToList();
        int[] asked = [.. Enumerable.Range(0, prompts.Count).Where(p => NamesSomething(prompts[p]))];
        var detected = perception.Regions.Detected;
        // A region that the detector gave one of the names is spoken for.
        var named = found.Select(f => f.Region).ToHashSet();
        (Region Seen, int? Region)[] places = [.. detected.Select((r, i) => (r, (int?)i)).Where(p => !named.Contains(p.Item2)), .. perception.Proposals.Select(p => (p, (int?)null))];
        var scores = names.Score(features, [.. places.Select(p => p.Seen.Box)], [.. asked.Select(p => prompts[p])]);
        if (scores.Length == 0) return found;
        var open = places.Select((place, i) =>
        {
            var row = scores.AsSpan(i * asked.Length, asked.Length);
            int best = 0;
            for (int p = 1; p < row.Length; p++)
                if (row[p] > row[best]) best = p;
            return new FoundRegion(place.Seen.Box, place.Region, asked[best], OpenVocabularyScores.Detection(place.Seen.Score, row[best]));
        });
        foreach (var candidate in open.Where(f => f.Score >= LeastScore).OrderByDescending(f => f.Score))
            if (!found.Any(f => f.Prompt == candidate.Prompt && f.Box.IoU(candidate.Box) > MostOverlap)) found.Add(candidate);
        return found;
    }

    public string? Problem(IReadOnlyList<string> prompts) =>
        prompts.FirstOrDefault(p => !NamesSomething(p)) is { } blank ? $"'{blank}' names nothing: give words" : null;

    public void Dispose() => names.Dispose();

    private static bool NamesSomething(string prompt) => PhraseTokenizer.Words(prompt).Any();
}
