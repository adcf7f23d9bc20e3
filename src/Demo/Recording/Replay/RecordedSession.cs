using System.Text.Json;

namespace VlDistill.Demo.Recording.Replay;

/// <summary>A session folder to read: its header, and its lines one after another. Damaged lines are passed over and counted.</summary>
public sealed class RecordedSession
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web);
    private const int MostLayers = 256;
    private const double LongestSeconds = 1e6;
    private readonly string linesPath;
    private readonly HashSet<string> relating = [];

    private RecordedSession(string folder, SessionHeader header)
    {
        (Folder, Header, linesPath) = (folder, header, Path.Combine(folder, "session.jsonl"));
        End = header.Clock;
        foreach (var line in Read(() => Damaged++))
        {
            End = Math.Max(End, line.Time);
            if (line.Related is not null) relating.Add(line.Related.Model);
            Count++;
        }

        Notice = (Damaged, HasFilm, File.Exists(Path.Combine(folder, "summary.json"))) switch
        {
            (_, false, _) => "source.mp4 is missing: captions without their pictures",
            ( > 0, _, _) => $"{Damaged} damaged line{(Damaged == 1 ? "" : "s")} left out",
            (_, _, false) => "this recording was cut off; it plays up to where it got",
            _ => null,
        };
    }

    public string Folder { get; }

    public SessionHeader Header { get; }

    /// <summary>Time of the last line, on the recording's clock in seconds; the header's where there is none.</summary>
    public double End { get; }

    /// <summary>Models whose relations were recorded.</summary>
    public IReadOnlySet<string> Relating => relating;

    /// <summary>Lines that could be read.</summary>
    public int Count { get; }

    /// <summary>Lines that could not.</summary>
    public int Damaged { get; private set; }

    /// <summary>What is not whole about it; null where all is.</summary>
    public string? Notice { get; }

    public string FilmPath => Path.Combine(Folder, "source.mp4");

    public bool HasFilm => File.Exists(FilmPath) && new FileInfo(FilmPath).Length > 0;

    /// <summary>Whether a source names a recording: a session.jsonl, or a folder that holds one.</summary>
    public static bool IsAt(string source) =>
        source.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase)
        || Directory.Exists(source) && (File.Exists(Path.Combine(source, "session.jsonl")) || File.Exists(Path.Combine(source, "session.json")));

    /// <exception cref="UserException">There is no recording, or none that this program can read.</exception>
    public static RecordedSession Open(string source)
    {
        string folder = Directory.Exists(source) ? source : Path.GetDirectoryName(Path.GetFullPath(source))!;
        string headerPath = Path.Combine(folder, "session.json"), lines = Path.Combine(folder, "session.jsonl");
        if (!Directory.Exists(source) && !File.Exists(source)) throw new UserException($"{source}: no such file; give the folder of a recording");
        if (!File.Exists(headerPath)) throw new UserException($"{headerPath}: is missing; recordings of earlier versions cannot be replayed, record again");
        if (!File.Exists(lines)) throw new UserException($"{lines}: is missing; give the folder of a whole recording");
        try
        {
            using (var version = JsonDocument.Parse(File.ReadAllText(headerPath)))
            {
                if (version.RootElement.GetProperty("version").GetInt32() is var found and not SessionHeader.CurrentVersion)
                    throw new UserException($"{headerPath}: has version {found}, this program reads {SessionHeader.CurrentVersion}; replay it with the version that recorded it");
            }

            var header = JsonSerializer.Deserialize<SessionHeader>(File.ReadAllText(headerPath), Form)!;
            if (header.Models is null or [] || header.Labels is null || header.Pictures is null || header.Tags is null || header.Models.Any(m => m?.Name is null or "" || m.Layers is < 0 or > MostLayers || m.Heads is < 0 or > MostLayers)
                || header.Clock is < 0 or > LongestSeconds || header.Pictures.Contains(null!) || header.Labels.Contains(null!) || header.Tags.Contains(null!))
                throw new UserException($"{headerPath}: names no models; nothing was said in this recording, or the file is damaged");
            return new RecordedSession(folder, header);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{headerPath}: is no session header ({e.Message.TrimEnd('.')}); give the folder of a recording", e);
        }
    }

    /// <summary>What was said, in the order of its lines; read anew each time.</summary>
    public IEnumerable<RecordedLine> Lines() => Read(() => { });

    /// <summary>What the eyes saw, in the order of its lines; nothing where that was not recorded.</summary>
    public IEnumerable<RegionsLine> Sights()
    {
        foreach (string text in Texts(Path.Combine(Folder, "regions.jsonl")))
            if (Parse<RegionsLine>(text) is { Boxes: { } boxes } line && !boxes.Contains(null!) && line.Tags?.All(t => t?.Name is not null) != false && IsTime(line.FrameTime)) yield return line;
    }

    private IEnumerable<RecordedLine> Read(Action damaged)
    {
        foreach (string text in Texts(linesPath))
        {
            if (Parse(text) is { } line && IsTime(line.Time) && IsTime(line.Said?.FrameTime ?? line.Related?.FrameTime ?? 0)) yield return line;
            else damaged();
        }
    }

    private static bool IsTime(double seconds) => seconds is >= 0 and <= 2 * LongestSeconds;

    private static RecordedLine? Parse(string text)
    {
        if (text.Contains("\"relations\":", StringComparison.Ordinal) && Parse<RelationsLine>(text) is { Model: not null, Relations: { } relations } related)
            return relations.All(r => r is { Predicate: not null, Looks: not null }) ? new RecordedLine(related.Time, null, null, related) : null;
        bool question = text.Contains("\"question\":", StringComparison.Ordinal);
        if (question && Parse<AnswerLine>(text) is { Question: not null, Model: not null, Words: { } tokens, Boxes: { } seen, Best: not null } answer)
            return Whole(tokens, seen) ? new RecordedLine(answer.Time, null, answer) : null;
        return Parse<SessionLine>(text) is { Caption: not null, Model: not null, Ms: not null, Words: { } words, Boxes: { } boxes } said && Whole(words, boxes)
            ? new RecordedLine(said.Time, said, null)
            : null;

        static bool Whole(IReadOnlyList<SessionWord> words, IReadOnlyList<SessionBox> boxes) => words.All(w => w?.Text is not null) && boxes.All(b => b is not null);
    }

    private static T? Parse<T>(string text) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(text, Form);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Texts(string path)
    {
        if (!File.Exists(path)) yield break;
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (reader.ReadLine() is { } line)
            if (line.Length > 0) yield return line;
    }
}

/// <summary>A line of session.jsonl: a caption, an answer, or relations.</summary>
public sealed record RecordedLine(double Time, SessionLine? Said, AnswerLine? Answer, RelationsLine? Related = null);
