using VlDistill.Datasets;
using VlDistill.Metrics;
using VlDistill.Trainer.Recipes;

namespace VlDistill.Trainer.Methods.WsdTags;

/// <summary>Scores a file of tags against a file of references: tags again, or captions from which the training's label rule makes them.</summary>
public static class TagReferences
{
    private const string TrainingList = "Flickr_8k.trainImages.txt";
    private static readonly WsdStudentSettings rule = new();

    /// <summary>Pictures and tags as <see cref="TagMatch"/> puts them together, with the tags' names; a predicted word counts for the tag it stands for.</summary>
    /// <param name="list">File with one tag a line; null = the references' own, or with captions the frequent ones of the training list beside them.</param>
    /// <exception cref="UserException">A file is absent or of another form, or a predicted picture has no reference.</exception>
    public static (TagMatch Match, IReadOnlyList<string> Tags) Match(string predictions, string references, string? list)
    {
        if (list is not null && !File.Exists(list)) throw new UserException($"{list}: no such file; give a file with one tag a line");
        var captions = references.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? null : Flickr8k.LoadTokens(references);
        var deserved = captions is null
            ? PictureTags.Load(references).ToDictionary(p => Path.GetFileName(p.FileName), p => (IReadOnlySet<string>)p.Tags.Select(t => t.Name).ToHashSet())
            : captions.ToDictionary(c => c.Key, c => CaptionTags.Shipped.Of(c.Value, rule.Agreeing));
        IReadOnlyList<string> tags = list is not null ? [.. File.ReadLines(list).Select(l => l.Trim()).Where(l => l.Length > 0)]
            : captions is null ? [.. deserved.Values.SelectMany(t => t).Distinct().Order(StringComparer.Ordinal)]
            : Frequent(references, captions);
        if (tags.Count == 0) throw new UserException($"{list ?? references}: names no tags");
        return (TagMatch.Of(PictureTags.Load(predictions), predictions, deserved, references, tags, captions is null ? word => word : CaptionTags.Shipped.Of), tags);
    }

    private static IReadOnlyList<string> Frequent(string references, IReadOnlyDictionary<string, IReadOnlyList<string>> captions)
    {
        var training = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(references))!, TrainingList);
        if (!File.Exists(training)) throw new UserException($"{training}: no such file; which words are tags comes from training pictures, or give --list");
        return CaptionTags.Shipped.Frequent(File.ReadLines(training).Select(l => l.Trim()).Where(captions.ContainsKey).Select(n => captions[n]), rule.Agreeing, rule.MinimumPictures);
    }
}
