using System.Text.Json;

namespace VlDistill.Datasets;

/// <summary>What the beginning of a JSON file says of its kind.</summary>
/// <param name="IsList">Whether the file is a list.</param>
/// <param name="Names">Fields of the object it is, or of the first ones in the list.</param>
internal sealed record JsonFields(bool IsList, IReadOnlySet<string> Names)
{
    /// <summary>Bytes looked at: Visual Genome's file is too big to be read twice.</summary>
    private const int Beginning = 1 << 16;

    /// <exception cref="UserException">The file is absent or not JSON.</exception>
    public static JsonFields Of(string path)
    {
        if (!File.Exists(path)) throw new UserException($"{path}: no such file");
        var bytes = new byte[Beginning];
        using var stream = File.OpenRead(path);
        var reader = new Utf8JsonReader(bytes.AsSpan(0, stream.ReadAtLeast(bytes, Beginning, throwOnEndOfStream: false)), isFinalBlock: false, default);
        var (isList, names) = (false, new HashSet<string>());
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.StartArray && reader.CurrentDepth == 0) isList = true;
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == (isList ? 2 : 1)) names.Add(reader.GetString()!);
            }
        }
        catch (JsonException e)
        {
            throw new UserException($"{path}: not JSON (line {e.LineNumber + 1})", e);
        }
        return new JsonFields(isList, names);
    }

    /// <summary>Whether one of these fields is there.</summary>
    public bool HaveAny(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (Names.Contains(name)) return true;
        return false;
    }
}
