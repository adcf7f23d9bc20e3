using System.Globalization;
using System.Text.Json;
using VlDistill.Trainer.Recipes;

namespace VlDistill.Trainer.Tasks;

/// <summary>A network's configuration as checkpoint metadata, so that a checkpoint says how to build what it fills.</summary>
public static class NetworkDescription
{
    private const string Kind = "network", Config = "config", Pictures = "pictureSize";

    /// <param name="config">Of the network; its type names the network.</param>
    /// <param name="pictureSize">Side of the stored pictures it was trained on, in pixels; 0 = it reads no pictures.</param>
    public static IReadOnlyDictionary<string, string> Of<T>(T config, int pictureSize = 0) => new Dictionary<string, string>
    {
        [Kind] = typeof(T).Name,
        [Config] = JsonSerializer.Serialize(config, RecipeJson.Line),
        [Pictures] = pictureSize.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Side of the stored pictures the network was trained on.</summary>
    public static int PictureSize(IReadOnlyDictionary<string, string> metadata) => int.Parse(metadata[Pictures], CultureInfo.InvariantCulture);

    /// <summary>Whether the metadata is of this network.</summary>
    public static bool Is<T>(IReadOnlyDictionary<string, string> metadata) => metadata.GetValueOrDefault(Kind) == typeof(T).Name;

    /// <summary>The configuration in a checkpoint's metadata.</summary>
    /// <exception cref="UserException">The checkpoint is of another network.</exception>
    public static T Read<T>(string path, IReadOnlyDictionary<string, string> metadata) =>
        Is<T>(metadata)
            ? JsonSerializer.Deserialize<T>(metadata[Config], RecipeJson.Line)!
            : throw new UserException($"checkpoint {path} holds {metadata.GetValueOrDefault(Kind) ?? "no known network"}, {typeof(T).Name} was expected.");
}
