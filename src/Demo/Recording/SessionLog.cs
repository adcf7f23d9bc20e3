using System.Text.Json;
using System.Text.Json.Serialization;

namespace VlDistill.Demo.Recording;

/// <summary>A JSONL file, one record per line, each line on disk when <see cref="Write"/> returns: a killed session keeps what it had. Any thread may write.</summary>
public sealed class SessionLog : IDisposable
{
    private static readonly JsonSerializerOptions options = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Lock gate = new();
    private readonly FileStream file;

    /// <exception cref="UserException">The file cannot be written.</exception>
    public SessionLog(string path)
    {
        try
        {
            file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{path}: cannot be written ({e.Message.TrimEnd('.')}); check the folder given with --out", e);
        }
    }

    /// <summary>Lines so far.</summary>
    public long Lines { get; private set; }

    /// <summary>Adds one line; property names in camelCase.</summary>
    public void Write<T>(T record)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(record, options);
        lock (gate)
        {
            file.Write(line);
            file.WriteByte((byte)'\n');
            file.Flush();
            Lines++;
        }
    }

    public void Dispose() => file.Dispose();
}
