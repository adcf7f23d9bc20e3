using System.Text.Json.Serialization;

namespace VlDistill.Datasets;

/// <summary>One predicted relation; boxes are [x, y, width, height] in the photograph's own pixels.</summary>
/// <param name="Score">Higher is surer; compared within a picture only.</param>
/// <param name="Size">[width, height] of the photograph the pixels belong to.</param>
public sealed record PredictedRelation(
    string? FileName, string? Subject, double[]? SubjectBbox, string? Predicate, string? Object, double[]? ObjectBbox, double? Score,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int[]? Size = null)
{
    /// <summary>Reads a file of them; every field but the size is needed. An empty list is allowed.</summary>
    /// <exception cref="UserException">An entry lacks one; the message names it.</exception>
    public static IReadOnlyList<PredictedRelation> Load(string path)
    {
        var entries = JsonFile.Read<List<PredictedRelation?>>(path);
        for (var i = 0; i < entries.Count; i++)
        {
            var missing = entries[i] switch
            {
                null or { FileName: null } => "file_name",
                { Subject: null } => "subject",
                { SubjectBbox: not [_, _, _, _] } => "subject_bbox",
                { Predicate: null } => "predicate",
                { Object: null } => "object",
                { ObjectBbox: not [_, _, _, _] } => "object_bbox",
                { Score: null } => "score",
                _ => null,
            };
            if (missing is not null) throw new UserException($"{path}: entry {i} has no usable '{missing}'");
        }
        return entries!;
    }

    public static void Save(string path, IReadOnlyList<PredictedRelation> relations) => JsonFile.Write(path, relations, readable: false);
}
