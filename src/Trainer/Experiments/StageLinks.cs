using System.Text.Json;
using System.Text.Json.Nodes;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Recipes;

namespace VlDistill.Trainer.Experiments;

/// <summary>Which stages a stage reads, found in its settings: every text that is another stage's name, alone or in a list by comma.</summary>
public static class StageLinks
{
    // What these hold are names of other things, which may look alike.
    private static readonly string[] notStages = ["name", "task", "data"];

    /// <summary>Names of the stages read directly, in the recipe's order.</summary>
    public static IReadOnlyList<string> Of(Recipe recipe, string stage)
    {
        var words = Words(Effective(Settings(recipe, stage))).SelectMany(w => w.Split(',', StringSplitOptions.TrimEntries)).ToHashSet();
        return [.. recipe.Stages.Select(s => s.Name).Where(name => name != stage && words.Contains(name))];
    }

    /// <summary>The stage itself and everything it reads, directly or not, in the recipe's order.</summary>
    public static IReadOnlyList<string> Closure(Recipe recipe, string stage)
    {
        var found = new HashSet<string>();
        Visit(stage);
        return [.. recipe.Stages.Select(s => s.Name).Where(found.Contains)];

        void Visit(string name)
        {
            if (!found.Add(name)) return;
            foreach (var next in Of(recipe, name)) Visit(next);
        }
    }

    /// <summary>Short name of what a stage's result depends on: its settings, those of all it reads, and the seed.</summary>
    public static string Key(Recipe recipe, string stage, ulong seed) =>
        CacheKey.Of([$"{seed}", .. Closure(recipe, stage).Select(s => Effective(Settings(recipe, s)).ToJsonString())]);

    /// <summary>A stage's settings as JSON, defaults included.</summary>
    public static JsonObject Effective(StageSettings settings) => JsonSerializer.SerializeToNode(settings, settings.GetType(), RecipeJson.Options)!.AsObject();

    /// <exception cref="UserException">The recipe has no such stage.</exception>
    public static StageSettings Settings(Recipe recipe, string stage) => recipe.Stages.FirstOrDefault(s => s.Name == stage)
        ?? throw new UserException($"there is no stage \"{stage}\" in {recipe.Source}; it has {string.Join(", ", recipe.Stages.Select(s => s.Name))}.");

    private static IEnumerable<string> Words(JsonNode? node) => node switch
    {
        JsonObject o => o.Where(p => !notStages.Contains(p.Key)).SelectMany(p => Words(p.Value)),
        JsonArray list => list.SelectMany(Words),
        JsonValue value when value.TryGetValue<string>(out var text) => [text],
        _ => [],
    };
}
