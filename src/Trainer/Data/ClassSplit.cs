using System.Text.Json;
using VlDistill.Trainer.Recipes;

namespace VlDistill.Trainer.Data;

/// <summary>A data set's classes split into <b>base</b>, which have boxes in training, and <b>novel</b>, which have none (Gu et al., ViLD, section 4).</summary>
/// <param name="Rule">How the split was made.</param>
public sealed record ClassSplit(string Rule, IReadOnlyList<string> Novel, IReadOnlyList<string> Base)
{
    /// <summary>Reads a split file, or one that ships with the trainer by its name.</summary>
    /// <exception cref="UserException">The file is absent, is no split, or names a class twice.</exception>
    public static ClassSplit Load(string nameOrFile)
    {
        var file = Locate(nameOrFile) ?? throw new UserException($"class split {nameOrFile}: no such file, and the trainer ships {string.Join(", ", Shipped())}.");
        try
        {
            var split = JsonSerializer.Deserialize<ClassSplit>(File.ReadAllText(file), RecipeJson.Options);
            if (split is not { Novel: { Count: > 0 } novel, Base: { Count: > 0 } known }) throw new UserException($"{file}: a class split has the lists \"novel\" and \"base\".");
            return novel.Concat(known).CountBy(name => name).FirstOrDefault(c => c.Value > 1).Key is { } twice ? throw new UserException($"{file}: names \"{twice}\" twice.") : split;
        }
        catch (JsonException e)
        {
            throw new UserException($"{file} is not valid JSON: {e.Message}", e);
        }
    }

    /// <summary>Classes to leave out, as a setting writes them: a split, whose novel ones they are, or names with commas between.</summary>
    /// <exception cref="UserException">A name is none of <paramref name="labels"/>.</exception>
    public static IReadOnlySet<int> Left(string without, IReadOnlyList<string> labels)
    {
        IReadOnlyList<string> names = without.Length == 0 ? [] : Locate(without) is not null ? Load(without).Novel : without.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return Numbers(names, labels).ToHashSet();
    }

    /// <summary>Places of names in a list of labels.</summary>
    /// <exception cref="UserException">A name is not there.</exception>
    public static int[] Numbers(IReadOnlyList<string> names, IReadOnlyList<string> labels)
    {
        var numbers = labels.Select((label, i) => (label, i)).ToDictionary(l => l.label, l => l.i);
        return [.. names.Select(name => numbers.TryGetValue(name, out var number) ? number : throw new UserException($"\"{name}\" is none of the {labels.Count} classes: {string.Join(", ", labels.Take(5))} …"))];
    }

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Recipes", "splits");

    private static IEnumerable<string> Shipped() => Directory.Exists(Folder) ? Directory.GetFiles(Folder, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)).Order() : [];

    private static string? Locate(string nameOrFile) =>
        File.Exists(nameOrFile) ? nameOrFile : Path.Combine(Folder, nameOrFile + ".json") is var shipped && File.Exists(shipped) ? shipped : null;
}
