using System.Text.Json;
using VlDistill.Demo.Vision;
using VlDistill.Frames;

namespace VlDistill.Demo.Recording;

/// <summary>
/// One recording while it runs, in a folder of its own: session.json, session.jsonl (what models said), regions.jsonl (what the eyes
/// saw, more often), source.mp4, recording.mp4; last.png and summary.json at its end.
/// </summary>
public sealed class SessionRecording : IDisposable
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private readonly SessionHeaderFile header;
    private readonly SessionLog<Func<object>> log;
    private readonly SessionLog<(Sight Sight, IReadOnlyList<string> Tags)> sights;
    private readonly FilmLane source;
    private readonly VideoRecorder film;
    private readonly PictureLane view;
    private readonly Action<Exception> failed;

    /// <param name="folder">Made where it does not exist; files of an earlier recording in it are overwritten.</param>
    /// <param name="header">What is known at the start; models and picture sizes are added as they come.</param>
    /// <param name="view">Size of the rendered view in pixels.</param>
    /// <param name="fps">Frames per second of recording.mp4.</param>
    /// <param name="failed">Hears, from any lane, why the recording cannot go on.</param>
    /// <exception cref="UserException">The folder cannot be made or written to.</exception>
    public SessionRecording(string folder, SessionHeader header, (int Width, int Height) view, double fps, Action<Exception> failed)
    {
        (Folder, ViewSize, this.failed) = (folder, view, failed);
        try
        {
            Directory.CreateDirectory(folder);
            this.header = new SessionHeaderFile(File("session.json"), header);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{folder}: cannot be made ({e.Message.TrimEnd('.')}); give another folder with --out", e);
        }

        var began = TimeSpan.FromSeconds(header.Clock);
        // The codec wants even sides: an odd view loses its last row or column.
        film = new VideoRecorder(File("recording.mp4"), view.Width & ~1, view.Height & ~1, fps, began);
        this.view = new PictureLane(
            "recording", view.Width, view.Height, picture => film.Write(picture.Pixels, picture.Time, bottomUp: false, stride: view.Width * 4), failed);
        log = new SessionLog<Func<object>>(File("session.jsonl"), line => line(), failed);
        sights = new SessionLog<(Sight Sight, IReadOnlyList<string> Tags)>(File("regions.jsonl"), seen => RegionsLine.From(seen.Sight, this.header.Header.Labels, seen.Tags), failed);
        source = new FilmLane(File("source.mp4"), began, picture => this.header.Change(h => h with { Pictures = [.. h.Pictures, picture] }), failed);
    }

    public string Folder { get; }

    /// <summary>The view's size when the recording began.</summary>
    public (int Width, int Height) ViewSize { get; }

    /// <summary>For the source's pictures.</summary>
    public Mailbox<Frame> Frames => source.Frames;

    /// <summary>For pictures of the view.</summary>
    public PictureLane View => view;

    /// <summary>Adds what a model said; called on its lane.</summary>
    public void Add(VisionResult result, double? distance, TimeSpan now, IVisionStage stage)
    {
        try
        {
            Introduce(result, stage);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The model whose lane this is has no part in it.
            failed(new UserException($"{Folder}: cannot be written on ({e.Message.TrimEnd('.')}); check the free space", e));
            return;
        }

        double? cosine = distance is null ? null : stage.Comparison.HiddenCosine;
        log.Write(() => SessionLine.From(result, distance, now, stage.Labels) with { HiddenCosine = cosine is { } c ? Math.Round(c, 4) : null });
    }

    /// <summary>Adds what a model answered; called on its lane.</summary>
    public void Add(string model, AnswerResult answer, IVisionStage stage) => log.Write(() => AnswerLine.From(model, answer, stage.Labels));

    /// <summary>Adds what a model read between things; called on its lane.</summary>
    public void Add(RelationResult result, TimeSpan now) => log.Write(() => RelationsLine.From(result, now));

    /// <summary>Adds what the eyes saw; never waits.</summary>
    /// <param name="tags">The words of its tag scores.</param>
    public void Add(Sight sight, IReadOnlyList<string> tags) => sights.TryWrite((sight, tags));

    /// <summary>Leaves the last picture (RGBA, top row first, of <see cref="ViewSize"/>; null for none) and the figures of the session.</summary>
    public void Finish(byte[]? last, SessionSummary summary)
    {
        if (last is not null) PictureFile.Write(File("last.png"), last, ViewSize.Width, ViewSize.Height);
        System.IO.File.WriteAllText(File("summary.json"), JsonSerializer.Serialize(summary, Form) + "\n");
    }

    /// <summary>Writes what waits and closes every file.</summary>
    public void Dispose()
    {
        source.Dispose();
        view.Dispose();
        film.Dispose();
        log.Dispose();
        sights.Dispose();
    }

    private string File(string name) => Path.Combine(Folder, name);

    // What a model is becomes known when it is loaded, which may be after the start.
    private void Introduce(VisionResult result, IVisionStage stage)
    {
        var known = header.Header;
        if (known.Models.Any(m => m.Name == result.Model && (m.Layers, m.Heads) == (result.Layers, result.Heads)) && known.Labels.SequenceEqual(stage.Labels) && known.Tags.SequenceEqual(stage.Tags)) return;
        var figures = stage.Feeds.FirstOrDefault(feed => feed.Model == result.Model)?.Statistics;
        var model = new SessionModel(result.Model, result.Layers, result.Heads, figures?.Parameters ?? 0, Math.Round(figures?.Megabytes ?? 0, 2));
        header.Change(h => h with
        {
            Models = [.. h.Models.Where(m => m.Name != model.Name), model],
            Labels = [.. h.Labels.Union(stage.Labels)],
            Tags = [.. h.Tags.Union(stage.Tags)],
        });
    }
}
