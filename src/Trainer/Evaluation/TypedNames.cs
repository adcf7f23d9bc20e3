using VlDistill.Frames;
using VlDistill.Inference;
using VlDistill.Regions;

namespace VlDistill.Trainer.Evaluation;

/// <summary>Finds things by typed names.</summary>
public static class TypedNames
{
    /// <summary>Places that may hold something, each with every name it fits; labels are indices into <paramref name="names"/>.</summary>
    /// <param name="threshold">Least score.</param>
    /// <param name="most">Most boxes of a picture.</param>
    public static IReadOnlyList<Region> Find(Eyes eyes, OpenVocabulary open, Frame frame, IReadOnlyList<string> names, float threshold, int most)
    {
        var (places, features) = eyes.Propose(frame, 0, OpenVocabularyScores.MostPlaces);
        using var map = features;
        var fits = open.Score(map, [.. places.Select(p => p.Box)], names);
        var pairs = fits.Select((fit, i) => new Region(places[i / names.Count].Box, i % names.Count, OpenVocabularyScores.Detection(places[i / names.Count].Score, fit)));
        return NonMaximumSuppression.Apply(pairs, threshold, OpenVocabularyScores.MostOverlap, most);
    }
}
