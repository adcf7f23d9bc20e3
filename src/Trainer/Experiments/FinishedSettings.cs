using System.Text.Json.Nodes;
using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Experiments;

/// <summary>Compares what a cell asks for with what its folder was trained with.</summary>
public static class FinishedSettings
{
    // How the work is cut up, not what is learned.
    private static readonly string[] free = ["lanes", "checkpointSeconds", "logEvery"];

    /// <exception cref="UserException">The stage in the folder was trained with another value of some setting.</exception>
    public static void RequireSame(StageFolder folder, JsonObject wanted, string cell)
    {
        if (!File.Exists(folder.Config)) return;
        var known = JsonNode.Parse(File.ReadAllText(folder.Config))?["settings"]?.AsObject() ?? [];
        // A setting that the program has gained since then had its default.
        var changed = wanted.FirstOrDefault(s => !free.Contains(s.Key) && known.ContainsKey(s.Key) && !Same(s.Value, known[s.Key]));
        if (changed.Key is { } key)
            throw new UserException($"cell {cell}: {folder.Path} was trained with {key}={known[key]?.ToJsonString()}, the grid says {changed.Value?.ToJsonString()}; rename the cell or delete that folder.");
    }

    private static bool Same(JsonNode? a, JsonNode? b) => (a, b) is (JsonObject mine, JsonObject theirs)
        ? mine.All(s => !theirs.ContainsKey(s.Key) || Same(s.Value, theirs[s.Key]))
        : JsonNode.DeepEquals(a, b);
}
