using System.Text.Encodings.Web;
using System.Text.Json;

namespace VlDistill.Datasets;

/// <summary>Reads and writes JSON files; what is wrong with one is told in one line that names it.</summary>
public static class JsonFile
{
    private static readonly JsonSerializerOptions options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSerializerOptions indented = new(options) { WriteIndented = true };

    /// <summary>Reads a file.</summary>
    /// <param name="form">How C# names are spelled in the file; snake_case when null.</param>
    /// <exception cref="UserException">Absent, not JSON, or of another form.</exception>
    public static T Read<T>(string path, JsonSerializerOptions? form = null)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize<T>(stream, form ?? options) ?? throw new UserException($"{path}: holds null");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserException($"{path}: no such file", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new UserException($"{path}: cannot be read (is it a folder, or forbidden?)", e);
        }
        catch (JsonException e)
        {
            var place = e.Path is { Length: > 1 } ? $" at {e.Path}" : "";
            throw new UserException($"{path}: not the JSON this needs{place} (line {e.LineNumber + 1})", e);
        }
    }

    /// <summary>Finds out before the work, not after it, whether a file can be written there.</summary>
    /// <exception cref="UserException">It cannot; names the path and the reason.</exception>
    public static void RequireWritable(string path)
    {
        try
        {
            if (Directory.Exists(path)) throw new UserException($"{path}: is a folder; give a file name");
            if (Path.GetDirectoryName(path) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
            File.Create(path + ".part").Dispose();
            File.Delete(path + ".part");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{path}: cannot be written ({e.Message.TrimEnd('.')}); give another place", e);
        }
    }

    /// <summary>Writes a file whole or not at all.</summary>
    public static void Write<T>(string path, T value, bool readable = true, JsonSerializerOptions? form = null)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
        var part = path + ".part";
        try
        {
            using (var stream = File.Create(part)) JsonSerializer.Serialize(stream, value, form ?? (readable ? indented : options));
            File.Move(part, path, overwrite: true);
        }
        catch
        {
            File.Delete(part);
            throw;
        }
    }
}
