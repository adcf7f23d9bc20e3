using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace VlDistill.Trainer.Recipes;

/// <summary>How recipes, effective settings and run records are written: camelCase, enums by name, indented.</summary>
public static class RecipeJson
{
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>The same on one line, for <c>.jsonl</c> files.</summary>
    public static readonly JsonSerializerOptions Line = new(Options) { WriteIndented = false };
}
