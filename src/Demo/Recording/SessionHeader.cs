using System.Text.Json;

namespace VlDistill.Demo.Recording;

/// <summary>session.json: what a recording holds; kept up to date while it runs.</summary>
/// <param name="Version">Of the folder's format.</param>
/// <param name="Source">What played.</param>
/// <param name="Stack">nuget or system.</param>
/// <param name="Device">Where the networks ran.</param>
/// <param name="Began">Local time of the start.</param>
/// <param name="Clock">The same moment on the program's clock, in seconds: both films begin there, and so count the times of session.jsonl.</param>
/// <param name="Labels">The detector's classes.</param>
/// <param name="Models">Those that spoke, in the order in which they were shown.</param>
/// <param name="Pictures">Where the source's pictures changed their size; source.mp4 has the size of the first.</param>
public sealed record SessionHeader(
    int Version,
    string Source,
    string Stack,
    string Device,
    DateTimeOffset Began,
    double Clock,
    IReadOnlyList<string> Labels,
    IReadOnlyList<SessionModel> Models,
    IReadOnlyList<SessionPicture> Pictures)
{
    /// <summary>The words of the eyes' tags; empty where they know none, or the program that recorded did not keep them.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The version this program writes and reads.</summary>
    public const int CurrentVersion = 1;
}

/// <summary>A model of a recording; layers and heads give the shape of its words' attention.</summary>
/// <param name="Name">student, plain or teacher.</param>
/// <param name="Layers">Transformer layers.</param>
/// <param name="Heads">Attention heads in each layer.</param>
/// <param name="Parameters">With its eyes; 0 where unknown.</param>
/// <param name="Megabytes">10⁶ bytes of its files; 0 where unknown.</param>
public sealed record SessionModel(string Name, int Layers, int Heads, long Parameters, double Megabytes);

/// <summary>From this time on (program's clock, seconds) the source's pictures have this size in pixels.</summary>
public sealed record SessionPicture(double Time, int Width, int Height);

/// <summary>session.json while a recording runs; any thread may change it, each change is whole on disk.</summary>
public sealed class SessionHeaderFile
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private readonly Lock gate = new();
    private readonly string path;
    private SessionHeader header;

    public SessionHeaderFile(string path, SessionHeader header)
    {
        (this.path, this.header) = (path, header);
        Save();
    }

    public SessionHeader Header => header;

    public void Change(Func<SessionHeader, SessionHeader> change)
    {
        lock (gate)
        {
            header = change(header);
            Save();
        }
    }

    private void Save()
    {
        string fresh = path + ".new";
        File.WriteAllText(fresh, JsonSerializer.Serialize(header, Form) + "\n");
        File.Move(fresh, path, overwrite: true);
    }
}
