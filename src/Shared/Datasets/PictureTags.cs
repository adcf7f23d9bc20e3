namespace VlDistill.Datasets;

/// <summary>A word and how sure the eyes are of it, in [0, 1].</summary>
public sealed record ScoredTag(string Name, double Score);

/// <summary>The words a picture deserves, best first.</summary>
public sealed record PictureTags(string FileName, IReadOnlyList<ScoredTag> Tags)
{
    public static void Save(string path, IReadOnlyList<PictureTags> pictures) => JsonFile.Write(path, pictures);
}
