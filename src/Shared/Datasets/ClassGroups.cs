using System.Text.Json;

namespace VlDistill.Datasets;

/// <summary>Named groups of classes, such as novel and base ones: a JSON object of name → list of class names; a name with a text is a note.</summary>
public static class ClassGroups
{
    /// <summary>Reads the groups of a file as positions in a detector's or data set's list of classes; the groups may overlap.</summary>
    /// <exception cref="UserException">A class is not in the list, or a group is empty; names it.</exception>
    public static IReadOnlyDictionary<string, IReadOnlySet<int>> Load(string path, IReadOnlyList<string> labels)
    {
        var places = labels.Select((name, label) => (name, label)).ToDictionary(l => l.name, l => l.label);
        var groups = JsonFile.Read<Dictionary<string, JsonElement>>(path).Where(g => g.Value.ValueKind != JsonValueKind.String).ToArray();
        if (groups.Length == 0) throw new UserException($"{path}: has no groups; write {{\"novel\": [\"cat\", …], \"base\": [\"dog\", …]}}");
        return groups.ToDictionary(g => g.Key, g => (IReadOnlySet<int>)Names(path, g.Key, g.Value).Select(name => places.TryGetValue(name, out var label) ? label
            : throw new UserException($"{path}: group '{g.Key}' has class '{name}', which the references lack")).ToHashSet());
    }

    private static IEnumerable<string> Names(string path, string group, JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0 && value.EnumerateArray().All(n => n.ValueKind == JsonValueKind.String)
            ? value.EnumerateArray().Select(n => n.GetString()!)
            : throw new UserException($"{path}: group '{group}' is no list of class names");
}
