using System.Text.Json.Serialization;

namespace VlDistill.Datasets;

/// <summary>One line of a caption file: what a model said about a picture. The image id is COCO's number where the file name is one.</summary>
public sealed record PredictedCaption(
    string? FileName,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? ImageId,
    string? Caption)
{
    /// <summary>Reads a caption file; every entry has a caption and names its picture.</summary>
    public static IReadOnlyList<PredictedCaption> Load(string path)
    {
        var entries = JsonFile.Read<List<PredictedCaption?>>(path);
        if (entries.Count == 0) throw new UserException($"{path}: holds no captions");
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i]?.Caption is null) throw new UserException($"{path}: entry {i} has no 'caption'");
            if (entries[i] is { FileName: null, ImageId: null }) throw new UserException($"{path}: entry {i} has neither 'file_name' nor 'image_id'");
        }
        return entries!;
    }

    public static void Save(string path, IReadOnlyList<PredictedCaption> captions) => JsonFile.Write(path, captions);
}
