using System.Text.Json.Serialization;

namespace VlDistill.Datasets;

/// <summary>One entry of a COCO results file: a box [x, y, width, height] in the photograph's own pixels.</summary>
/// <param name="CategoryId">COCO's number of the class; null for a class COCO lacks.</param>
/// <param name="Size">[width, height] of the photograph the pixels belong to; absent in files of other programs.</param>
public sealed record PredictedBox(
    string? FileName,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? ImageId,
    string? Category,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? CategoryId,
    double[]? Bbox,
    double? Score,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int[]? Size = null)
{
    /// <summary>Reads a results file; every entry names its picture and class and has a box and a score. An empty list is allowed.</summary>
    public static IReadOnlyList<PredictedBox> Load(string path)
    {
        var entries = JsonFile.Read<List<PredictedBox?>>(path);
        for (var i = 0; i < entries.Count; i++)
        {
            var missing = entries[i] switch
            {
                { FileName: null, ImageId: null } or null => "file_name",
                { Category: null, CategoryId: null } => "category",
                { Bbox: not [_, _, _, _] } => "bbox",
                { Score: null } => "score",
                _ => null,
            };
            if (missing is not null) throw new UserException($"{path}: entry {i} has no usable '{missing}'");
        }
        return entries!;
    }

    public static void Save(string path, IReadOnlyList<PredictedBox> boxes) => JsonFile.Write(path, boxes, readable: false);
}
