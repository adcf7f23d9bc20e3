using System.Text.Json;
using System.Text.Json.Nodes;

namespace VlDistill.Trainer.Recipes;

/// <summary>A list of stages, each with effective settings: defaults in code, then the file's overrides, then <c>--set</c>.</summary>
/// <param name="Source">The file, for messages.</param>
/// <param name="Text">The file as it stands.</param>
/// <param name="Stages">In the order they run.</param>
public sealed record Recipe(string Source, string Text, IReadOnlyList<StageSettings> Stages)
{
    private static readonly string folder = Path.Combine(AppContext.BaseDirectory, "Recipes");

    /// <summary>Names of the recipes that ship with the trainer, in alphabetical order.</summary>
    public static IReadOnlyList<string> Shipped => Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)] : [];

    /// <summary>Reads a recipe; <paramref name="nameOrFile"/> is a file or the name of one that ships with the trainer.</summary>
    /// <exception cref="UserException">The file is absent or not JSON, a key is unknown, a value has the wrong type or is out of range.</exception>
    public static Recipe Load(string nameOrFile, IReadOnlyList<string> overrides)
    {
        var file = Locate(nameOrFile);
        try
        {
            return Parse(File.ReadAllText(file), file, overrides);
        }
        catch (JsonException e)
        {
            throw new UserException($"{file} is not valid JSON (line {e.LineNumber + 1}): {e.Message.Split(" LineNumber")[0]}", e);
        }
    }

    /// <summary>Parses a recipe's text; see <see cref="Load"/>.</summary>
    public static Recipe Parse(string json, string source, IReadOnlyList<string> overrides)
    {
        var root = JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        if ((root as JsonObject)?["stages"] is not JsonArray list) throw new UserException($"{source}: a recipe is an object with a list \"stages\".");
        foreach (var (key, _) in (JsonObject)root)
            if (key is not ("stages" or "comment")) throw new UserException($"{source}: unknown key \"{key}\"; a recipe has \"stages\" and \"comment\".");
        var stages = list.Select(node => Stage(node, source)).ToList();
        if (stages.GroupBy(s => s.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new UserException($"{source}: two stages are named \"{twice.Key}\".");
        foreach (var text in overrides) Override(stages, text, source);
        return new Recipe(source, json, stages);
    }

    private static StageSettings Stage(JsonNode? node, string source)
    {
        if (node is not JsonObject overrides) throw new UserException($"{source}: each stage must be an object.");
        var name = Word(overrides, "name") ?? throw new UserException($"{source}: a stage has no \"name\".");
        if (!name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')) throw new UserException($"{source}: stage name \"{name}\" must be letters, digits and dashes.");
        var settings = StageKinds.Create(Word(overrides, "task"), $"{source}, stage \"{name}\"");
        SettingReader.Apply(settings, overrides, $"{source}, stage \"{name}\"");
        return settings;
    }

    /// <summary><c>key=value</c> goes to every stage that has the key, <c>stage.key=value</c> to one.</summary>
    private static void Override(List<StageSettings> stages, string text, string source)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0) throw new UserException($"--set {text}: write key=value or stage.key=value.");
        var (path, value, where) = (text[..equals], text[(equals + 1)..], $"--set {text}");
        var stage = stages.FirstOrDefault(s => path.StartsWith(s.Name + ".", StringComparison.Ordinal));
        if (stage is not null)
        {
            SettingReader.SetText(stage, path[(stage.Name.Length + 1)..], value, where);
            return;
        }
        var targets = stages.Where(s => SettingReader.Has(s, path)).ToList();
        if (targets.Count == 0) throw new UserException($"{where}: no stage of {source} has the key \"{path}\"; stages: {string.Join(", ", stages.Select(s => s.Name))}.");
        foreach (var target in targets) SettingReader.SetText(target, path, value, where);
    }

    private static string? Word(JsonObject o, string key) => o[key] is JsonValue v && v.TryGetValue<string>(out var s) ? s : null;

    private static string Locate(string nameOrFile)
    {
        var shipped = Path.Combine(folder, nameOrFile + ".json");
        if (File.Exists(nameOrFile)) return nameOrFile;
        return File.Exists(shipped) ? shipped : throw new UserException($"recipe {nameOrFile} not found: give a file or one of {string.Join(", ", Shipped)}.");
    }
}
