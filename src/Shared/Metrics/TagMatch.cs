using VlDistill.Datasets;

namespace VlDistill.Metrics;

/// <summary>Puts predicted and deserved tags together as matrices of pictures × tags, row-major.</summary>
public sealed record TagMatch(IReadOnlyList<string> Pictures, float[] Scores, bool[] Truth)
{
    /// <summary>One row per predicted picture; a tag without a prediction scores 0, of several forms of one tag the best counts.</summary>
    /// <param name="references">Deserved tags by file name.</param>
    /// <param name="tags">What is scored.</param>
    /// <param name="fold">From a predicted name to its tag; null = none.</param>
    /// <exception cref="UserException">A prediction is for a picture the references lack, or comes twice; or none of all the predicted words is scored.</exception>
    public static TagMatch Of(IReadOnlyList<PictureTags> predictions, string predictionsName, IReadOnlyDictionary<string, IReadOnlySet<string>> references, string referencesName,
        IReadOnlyList<string> tags, Func<string, string?> fold)
    {
        var places = tags.Select((name, i) => (name, i)).ToDictionary(t => t.name, t => t.i);
        var (scores, truth) = (new float[predictions.Count * tags.Count], new bool[predictions.Count * tags.Count]);
        var seen = new HashSet<string>();
        var known = false;
        for (var p = 0; p < predictions.Count; p++)
        {
            var name = Path.GetFileName(predictions[p].FileName);
            if (!seen.Add(name)) throw new UserException($"{predictionsName}: {name} comes twice");
            var deserved = references.GetValueOrDefault(name) ?? throw new UserException($"{predictionsName}: entry {p} is for {name}, which {referencesName} lacks");
            foreach (var tag in deserved)
                if (places.TryGetValue(tag, out var place)) truth[p * tags.Count + place] = true;
            foreach (var (said, score) in predictions[p].Tags)
                if (fold(said) is { } tag && places.TryGetValue(tag, out var place)) (scores[p * tags.Count + place], known) = (Math.Max(scores[p * tags.Count + place], (float)score), true);
        }
        // Eyes may know more words than are scored, but with not one in common the files do not belong together.
        if (!known && predictions.SelectMany(p => p.Tags).FirstOrDefault() is { } stranger)
            throw new UserException($"{predictionsName}: none of its tags, such as '{stranger.Name}', is among the {tags.Count} that are scored, such as '{tags[0]}'; compare with the list of the same eyes");
        return new TagMatch([.. predictions.Select(p => p.FileName)], scores, truth);
    }
}
