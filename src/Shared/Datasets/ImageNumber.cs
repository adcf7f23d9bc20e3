namespace VlDistill.Datasets;

/// <summary>COCO's picture numbers in file names: 000000000025.jpg and COCO_train2014_000000000025.jpg are picture 25.</summary>
public static class ImageNumber
{
    /// <summary>The number, or null when the name is not one.</summary>
    public static long? Of(string fileName)
    {
        var stem = Path.GetFileNameWithoutExtension(fileName);
        if (stem.StartsWith("COCO_", StringComparison.Ordinal)) stem = stem[(stem.LastIndexOf('_') + 1)..];
        return stem.Length > 0 && stem.All(char.IsAsciiDigit) && long.TryParse(stem, out var number) ? number : null;
    }
}
