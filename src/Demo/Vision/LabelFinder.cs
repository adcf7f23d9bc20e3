using VlDistill.Inference;

namespace VlDistill.Demo.Vision;

/// <summary>Finds by the detector's class names: all that a bundle without an open-vocabulary head can do.</summary>
/// <param name="labels">The detector's classes.</param>
/// <param name="lack">Why there is nothing better.</param>
public sealed class LabelFinder(IReadOnlyList<string> labels, string lack = "no open-vocabulary head in this bundle") : IRegionFinder
{
    private static readonly string[] articles = ["a ", "an ", "the "];

    public IReadOnlyList<FoundRegion> Find(IReadOnlyList<string> prompts, Perception perception, FeatureMap features) => Find(prompts, perception);

    /// <summary>The regions whose class a prompt names; needs no features.</summary>
    public IReadOnlyList<FoundRegion> Find(IReadOnlyList<string> prompts, Perception perception)
    {
        var found = new List<FoundRegion>();
        var detected = perception.Regions.Detected;
        for (int i = 0; i < detected.Count; i++)
            for (int p = 0; p < prompts.Count; p++)
                if (detected[i].Label < labels.Count && Names(prompts[p], labels[detected[i].Label]))
                {
                    found.Add(new FoundRegion(detected[i].Box, i, p, detected[i].Score));
                    break;
                }

        return found;
    }

    public string? Problem(IReadOnlyList<string> prompts)
    {
        string[] unknown = [.. prompts.Where(prompt => !labels.Any(label => Names(prompt, label))).Select(prompt => $"'{prompt}'")];
        return unknown.Length == 0 ? null
            : $"{lack}: {string.Join(", ", unknown)} {(unknown.Length == 1 ? "is" : "are")} not among the detector's {labels.Count} names";
    }

    public void Dispose()
    {
    }

    // A plural with s is the same name, and so is one with an article.
    private static bool Names(string prompt, string label)
    {
        string name = Array.Find(articles, article => prompt.TrimStart().StartsWith(article, StringComparison.OrdinalIgnoreCase)) is { } found
            ? prompt.TrimStart()[found.Length..].Trim() : prompt.Trim();
        return name.Equals(label, StringComparison.OrdinalIgnoreCase) || name.Equals(label + "s", StringComparison.OrdinalIgnoreCase);
    }
}
