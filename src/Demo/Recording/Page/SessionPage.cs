using System.Text.Json;
using VlDistill.Datasets;
using VlDistill.Demo.Recording.Replay;
using VlDistill.Demo.Vision;

namespace VlDistill.Demo.Recording.Page;

/// <summary>Writes a recording as one self-contained HTML page that opens offline: pictures, sentences, attention at every word.</summary>
public static class SessionPage
{
    private const int MostTags = 8;
    private const int MostRelations = 8;
    private const double LeastRelation = 0.4;

    /// <summary>Most pictures in a page.</summary>
    public const int MostFrames = 200;

    // Escapes < and >, so that no text can end the script element it stands in.
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web);

    /// <summary>Writes <c>index.html</c>; returns its path.</summary>
    /// <param name="session">What to show.</param>
    /// <param name="folder">Made where it does not exist.</param>
    /// <exception cref="UserException">Nothing was said in the recording, or the page cannot be written.</exception>
    public static string Write(RecordedSession session, string folder)
    {
        string path = Path.Combine(folder, "index.html"), data = JsonSerializer.Serialize(Gather(session), Form);
        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(path, Resource("index.html")
                .Replace("/*style*/", Resource("page.css"), StringComparison.Ordinal)
                .Replace("/*heat*/", Resource("heat.js"), StringComparison.Ordinal)
                .Replace("/*script*/", Resource("page.js"), StringComparison.Ordinal)
                .Replace("/*session*/", data, StringComparison.Ordinal));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{path}: cannot be written ({e.Message.TrimEnd('.')}); give another folder with --export-html", e);
        }

        return path;
    }

    private static PageData Gather(RecordedSession session)
    {
        var header = session.Header;
        var captions = new List<SessionLine>();
        var answers = new List<AnswerLine>();
        var related = new Dictionary<(long, string), RelationsLine>();
        foreach (var line in session.Lines())
        {
            if (line.Said is not null) captions.Add(line.Said);
            else if (line.Answer is not null) answers.Add(line.Answer);
            else if (line.Related is { } relations) related.TryAdd((relations.Frame, relations.Model), relations);
        }

        if (captions.Count == 0) throw new UserException($"{session.Folder}: no sentence was recorded, so there is no page to make; record longer");
        double seconds = session.End - header.Clock;
        double[] distances = [.. captions.Select(c => c.AttentionDistance).OfType<double>()];
        var shown = KeyFrames.Choose(captions, MostFrames);
        var tags = Tags(session, [.. shown.Select(lines => lines[0].Frame)]);
        return new PageData(
            header.Source, header.Began, header.Device, header.Stack, Round(seconds), distances.Length > 0 ? Round(distances.Average(), 4) : null,
            [.. BundleModels.Order(header.Models.Select(m => m.Name)).Select(name => Figures(header.Models.First(m => m.Name == name), captions, seconds))],
            Pictures(session, [.. shown.Select(lines => Said(lines, related) with { Tags = tags.GetValueOrDefault(lines[0].Frame) ?? [] }), .. Asked(session, answers)]));
    }

    private static PageModel Figures(SessionModel model, List<SessionLine> captions, double seconds)
    {
        SessionTimes[] times = [.. captions.Where(c => c.Model == model.Name).Select(c => c.Ms)];
        return new PageModel(
            model.Name, model.Layers, model.Heads, model.Parameters, model.Megabytes, times.Length, seconds > 0 ? Round(times.Length / seconds) : 0,
            ModelStatistics.Percentile(times.Select(t => t.Eyes + t.FirstToken), 0.5),
            ModelStatistics.Percentile(times.Select(t => t.Total), 0.5), ModelStatistics.Percentile(times.Select(t => t.Total), 0.95));
    }

    // What models said about one frame, its time still on the recording's clock and its picture not taken yet.
    private static PageFrame Said(IReadOnlyList<SessionLine> lines, Dictionary<(long, string), RelationsLine> related) => new(
        lines[0].FrameTime, null, 640, 360, lines[0].Boxes,
        [.. BundleModels.Order(lines.Select(l => l.Model)).Select(name => lines.First(l => l.Model == name))
            .Select(l => new PageSentence(l.Model, l.Words, l.AttentionDistance, l.Ms.Total)
            {
                Relations = related.GetValueOrDefault((l.Frame, l.Model)) is { } relations ? Sentences(relations, l.Boxes) : [],
            })]);

    // Each pair of things once, in the likelier direction; things of one class are numbered from left to right.
    private static IReadOnlyList<string> Sentences(RelationsLine line, IReadOnlyList<SessionBox> boxes)
    {
        return [.. line.Relations.Where(r => r.P >= LeastRelation && r.Subject >= 0 && r.Subject < boxes.Count && r.Object >= 0 && r.Object < boxes.Count)
            .DistinctBy(r => (Math.Min(r.Subject, r.Object), Math.Max(r.Subject, r.Object))).Take(MostRelations)
            .Select(r => FormattableString.Invariant($"{Name(r.Subject)} – {r.Predicate} → {Name(r.Object)} {r.P:0.00}"))];

        string Name(int box)
        {
            int[] alike = [.. Enumerable.Range(0, boxes.Count).Where(b => boxes[b].Label == boxes[box].Label).OrderBy(b => boxes[b].X1)];
            return alike.Length > 1 ? $"{boxes[box].Label} {Array.IndexOf(alike, box) + 1}" : boxes[box].Label;
        }
    }

    // The eyes saw every frame that was described, and kept its tags apart.
    private static Dictionary<long, IReadOnlyList<ScoredTag>> Tags(RecordedSession session, HashSet<long> wanted) =>
        session.Sights().Where(s => s.Tags is not null && wanted.Contains(s.Frame)).DistinctBy(s => s.Frame)
            .ToDictionary(s => s.Frame, s => (IReadOnlyList<ScoredTag>)[.. s.Tags!.Take(MostTags)]);

    // Models answer about slightly different frames: each gets its own.
    private static IEnumerable<PageFrame> Asked(RecordedSession session, List<AnswerLine> answers)
    {
        if (answers.Count == 0) return [];
        var wanted = answers.Select(a => a.Frame).ToHashSet();
        var times = session.Sights().Where(s => wanted.Contains(s.Frame)).DistinctBy(s => s.Frame).ToDictionary(s => s.Frame, s => s.FrameTime);
        return answers.Take(MostFrames).Select(a => new PageFrame(
            Math.Min(times.GetValueOrDefault(a.Frame, a.Time), a.Time), null, 640, 360, a.Boxes,
            [new PageSentence(a.Model, a.Words, null, a.Ms, new PageAnswer(a.Answer, a.Score, a.Problem))], a.Question));
    }

    private static List<PageFrame> Pictures(RecordedSession session, IEnumerable<PageFrame> frames)
    {
        using var film = new FilmPictures(session);
        return [.. frames.OrderBy(f => f.Time).Select(frame =>
        {
            var placed = frame with { Time = Round(frame.Time - session.Header.Clock) };
            return film.At(frame.Time) is var (jpeg, width, height) ? placed with { Picture = jpeg, Width = width, Height = height } : placed;
        })];
    }

    private static double Round(double value, int digits = 2) => Math.Round(value, digits);

    private static string Resource(string name)
    {
        using var stream = typeof(SessionPage).Assembly.GetManifestResourceStream($"Page/{name}") ?? throw new InvalidOperationException($"{name} is not in the program");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
