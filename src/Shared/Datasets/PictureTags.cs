namespace VlDistill.Datasets;

/// <summary>A word and how sure the eyes are of it, in [0, 1].</summary>
public sealed record ScoredTag(string Name, double Score);

/// <summary>The words a picture deserves, best first.</summary>
public sealed record PictureTags(string FileName, IReadOnlyList<ScoredTag> Tags)
{
    /// <summary>Reads a tag file; every entry names its picture and its tags have names and scores. Pictures without tags are allowed.</summary>
    /// <exception cref="UserException">An entry lacks one of these; the message names it.</exception>
    public static IReadOnlyList<PictureTags> Load(string path)
    {
        var entries = JsonFile.Read<List<PictureTags?>>(path);
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i]?.FileName is null) throw new UserException($"{path}: entry {i} has no 'file_name'");
            if (entries[i]!.Tags is null || entries[i]!.Tags.Any(t => t?.Name is null)) throw new UserException($"{path}: entry {i} has no usable 'tags': a list of name and score");
        }
        return entries!;
    }

    public static void Save(string path, IReadOnlyList<PictureTags> pictures) => JsonFile.Write(path, pictures);
}
