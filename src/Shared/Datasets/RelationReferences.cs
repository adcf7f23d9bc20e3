using System.Text.Json;

namespace VlDistill.Datasets;

/// <summary>Relations from any of the four kinds of files, told apart by the fields at their beginning.</summary>
public static class RelationReferences
{
    /// <summary>Bytes looked at: Visual Genome's file is too big to be read twice.</summary>
    private const int Beginning = 1 << 16;

    /// <summary>This program's own form, VRD's, Visual Genome's or SpatialSense's.</summary>
    /// <param name="lists">Folder with Visual Genome's lists; null = beside the file.</param>
    /// <exception cref="UserException">It is none of these, or damaged.</exception>
    public static RelationSet Load(string path, string? lists = null)
    {
        var (isList, fields) = Fields(path);
        if (!isList) return fields.Overlaps(["pictures", "predicates", "description"]) ? RelationFile.Load(path) : VrdRelations.Load(path);
        if (fields.Overlaps(["relationships", "objects"]))
        {
            var folder = lists ?? Path.GetDirectoryName(Path.GetFullPath(path))!;
            return VisualGenomeRelations.Load(path, NameAliases.Load(folder, "object"), NameAliases.Load(folder, "predicate"));
        }
        if (fields.Overlaps(["annotations", "url"])) return SpatialSenseRelations.Load(path);
        throw new UserException($"{path}: neither a relations file of this program nor VRD's, Visual Genome's scene graphs or SpatialSense's annotations");
    }

    /// <summary>Whether the file is a list, and the field names of the object it is or of the first in the list.</summary>
    private static (bool IsList, HashSet<string> Fields) Fields(string path)
    {
        if (!File.Exists(path)) throw new UserException($"{path}: no such file");
        var bytes = new byte[Beginning];
        using var stream = File.OpenRead(path);
        var reader = new Utf8JsonReader(bytes.AsSpan(0, stream.ReadAtLeast(bytes, Beginning, throwOnEndOfStream: false)), isFinalBlock: false, default);
        var (isList, fields) = (false, new HashSet<string>());
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.StartArray && reader.CurrentDepth == 0) isList = true;
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == (isList ? 2 : 1)) fields.Add(reader.GetString()!);
            }
        }
        catch (JsonException e)
        {
            throw new UserException($"{path}: not JSON (line {e.LineNumber + 1})", e);
        }
        return (isList, fields);
    }
}
