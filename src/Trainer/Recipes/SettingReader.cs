using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace VlDistill.Trainer.Recipes;

/// <summary>Applies overrides to a settings record whose defaults stand in code; an unknown key, wrong type or value out of range is an error.</summary>
/// <remarks>Keys are the properties' names in camelCase; records nest. <c>[Range]</c> on a property gives its bounds.</remarks>
public static class SettingReader
{
    private static readonly JsonNamingPolicy naming = JsonNamingPolicy.CamelCase;

    /// <summary>Sets every property named in <paramref name="overrides"/>; <paramref name="where"/> names the source in messages.</summary>
    public static void Apply(object settings, JsonObject overrides, string where)
    {
        foreach (var (key, value) in overrides)
            Set(settings, key, value, where);
    }

    /// <summary>Whether the record has this key; dots step into nested records.</summary>
    public static bool Has(object settings, string path)
    {
        var dot = path.IndexOf('.', StringComparison.Ordinal);
        var property = Find(settings, dot < 0 ? path : path[..dot]);
        return property is not null && (dot < 0 || Has(property.GetValue(settings)!, path[(dot + 1)..]));
    }

    /// <summary>Sets one key from command-line text; dots step into nested records.</summary>
    public static void SetText(object settings, string path, string text, string where)
    {
        var dot = path.IndexOf('.', StringComparison.Ordinal);
        if (dot > 0)
        {
            var parent = Find(settings, path[..dot]) ?? throw Unknown(settings, path[..dot], where);
            SetText(parent.GetValue(settings)!, path[(dot + 1)..], text, where);
            return;
        }
        Set(settings, path, Parse(text), where);
    }

    /// <summary>The keys of a settings record in the order they are declared.</summary>
    public static IEnumerable<string> Keys(object settings) => Properties(settings).Select(p => naming.ConvertName(p.Name));

    private static void Set(object settings, string key, JsonNode? value, string where)
    {
        var property = Find(settings, key) ?? throw Unknown(settings, key, where);
        if (IsNested(property.PropertyType))
        {
            Apply(property.GetValue(settings)!, value as JsonObject ?? throw Wrong(key, "an object", value, where), $"{where}, in \"{key}\"");
            return;
        }
        var converted = Convert(value, property.PropertyType) ?? throw Wrong(key, Describe(property.PropertyType), value, where);
        if (property.GetCustomAttribute<RangeAttribute>() is { } range && !range.IsValid(converted))
            throw new UserException(FormattableString.Invariant($"{where}: \"{key}\" is {value}, but must be between {range.Minimum} and {range.Maximum}."));
        property.SetValue(settings, converted);
    }

    private static object? Convert(JsonNode? value, Type type)
    {
        try
        {
            return value is null ? null : value.Deserialize(type, RecipeJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }

    private static IEnumerable<PropertyInfo> Properties(object settings) =>
        settings.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.SetMethod is not null);

    private static PropertyInfo? Find(object settings, string key) => Properties(settings).FirstOrDefault(p => naming.ConvertName(p.Name) == key);

    private static bool IsNested(Type type) => type.IsClass && type != typeof(string) && !type.IsArray;

    private static UserException Unknown(object settings, string key, string where)
    {
        var nearest = Keys(settings).MinBy(k => Distance(k, key));
        return new UserException($"{where}: unknown key \"{key}\"; did you mean \"{nearest}\"? Known: {string.Join(", ", Keys(settings))}.");
    }

    private static UserException Wrong(string key, string expected, JsonNode? value, string where) =>
        new($"{where}: \"{key}\" must be {expected}, not {value?.ToJsonString() ?? "null"}.");

    private static string Describe(Type type) => type switch
    {
        _ when type == typeof(int) || type == typeof(long) => "a whole number",
        _ when type == typeof(double) || type == typeof(float) => "a number",
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(string) => "a text",
        _ when type.IsEnum => "one of " + string.Join(", ", Enum.GetNames(type).Select(naming.ConvertName)),
        _ when type.IsArray => "a list, each item " + Describe(type.GetElementType()!),
        _ => type.Name,
    };

    /// <summary>Levenshtein distance, for "did you mean".</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var (previous, diagonal) = (row[0] = i, i - 1);
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = Math.Min(Math.Min(row[j], previous) + 1, diagonal + (char.ToLower(a[i - 1], CultureInfo.InvariantCulture) == char.ToLower(b[j - 1], CultureInfo.InvariantCulture) ? 0 : 1));
                (diagonal, previous, row[j]) = (row[j], cost, cost);
            }
        }
        return row[b.Length];
    }
}
