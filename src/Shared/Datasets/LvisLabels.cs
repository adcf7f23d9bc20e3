using VlDistill.Metrics;

namespace VlDistill.Datasets;

/// <summary>What LVIS has beyond COCO (Gupta et al. 2019): per picture the classes that were looked for, per class how frequent it is.</summary>
internal static class LvisLabels
{
    /// <summary>Rare, common, frequent, as the official program orders them.</summary>
    private static readonly string[] frequencies = ["r", "c", "f"];

    /// <summary>Pictures with their <see cref="FederatedLabels"/>; unchanged when the file is COCO's.</summary>
    public static IReadOnlyList<LabelledImage> Federate(string path, List<InstancesFile.Image> file, Dictionary<int, int> labels, Dictionary<long, LabelledImage> images)
    {
        if (!file.Any(i => i.NegCategoryIds is not null)) return [.. images.Values];
        return [.. file.Select((image, i) =>
        {
            if (image is not { NegCategoryIds: { } negative, NotExhaustiveCategoryIds: { } partial })
                throw new UserException($"{path}: images[{i}] needs 'neg_category_ids' and 'not_exhaustive_category_ids', as other pictures have them");
            var labelled = images[image.Id!.Value];
            return labelled with { Federated = new FederatedLabels(
                labelled.Boxes.Select(b => b.Label).Concat(negative.Select(c => Label(c, i))).ToHashSet(), partial.Select(c => Label(c, i)).ToHashSet()) };
        })];

        int Label(int category, int image) => labels.TryGetValue(category, out var label) ? label
            : throw new UserException($"{path}: images[{image}] has category {category}, which 'categories' lacks");
    }

    /// <summary>Classes by frequency, r, c and f; none when the file has no frequencies.</summary>
    public static IReadOnlyDictionary<string, IReadOnlySet<int>> Groups(string path, InstancesFile.Category[] categories)
    {
        if (categories.All(c => c.Frequency is null)) return new Dictionary<string, IReadOnlySet<int>>();
        if (Array.FindIndex(categories, c => !frequencies.Contains(c.Frequency)) is >= 0 and var odd)
            throw new UserException($"{path}: category '{categories[odd].Name}' has the frequency '{categories[odd].Frequency}'; r, c and f are known");
        return frequencies.ToDictionary(f => f, f => (IReadOnlySet<int>)Enumerable.Range(0, categories.Length).Where(i => categories[i].Frequency == f).ToHashSet());
    }
}
