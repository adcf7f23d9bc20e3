namespace VlDistill.Datasets;

/// <summary>Reference captions by file name, from a Flickr8k token file or a COCO captions JSON.</summary>
public static class CaptionReferences
{
    /// <summary>A name ending in .json is COCO's form, anything else Flickr8k's.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Load(string path) =>
        path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? CocoCaptions.Load(path) : Flickr8k.LoadTokens(path);
}
