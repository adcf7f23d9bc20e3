namespace VlDistill.Datasets;

/// <summary>Named groups of classes, such as novel and base ones: a JSON object of name → list of class names.</summary>
public static class ClassGroups
{
    /// <summary>Reads the groups of a file as positions in a detector's or data set's list of classes; the groups may overlap.</summary>
    /// <exception cref="UserException">A class is not in the list, or a group is empty; names it.</exception>
    public static IReadOnlyDictionary<string, IReadOnlySet<int>> Load(string path, IReadOnlyList<string> labels)
    {
        var places = labels.Select((name, label) => (name, label)).ToDictionary(l => l.name, l => l.label);
        var file = JsonFile.Read<Dictionary<string, string[]?>>(path);
        if (file.Count == 0) throw new UserException($"{path}: has no groups; write {{\"novel\": [\"cat\", …], \"base\": [\"dog\", …]}}");
        return file.ToDictionary(g => g.Key, g => g.Value is not { Length: > 0 } names
            ? throw new UserException($"{path}: group '{g.Key}' is empty")
            : (IReadOnlySet<int>)names.Select(name => places.TryGetValue(name, out var label) ? label
                : throw new UserException($"{path}: group '{g.Key}' has class '{name}', which the references lack")).ToHashSet());
    }
}
