using VlDistill.Demo.Capture;
using VlDistill.Demo.Vision;
using VlDistill.Frames;

namespace VlDistill.Demo.Recording;

/// <summary>Starts and stops recordings while the demo runs. The GL lane owns it; models' lanes only hand over results.</summary>
/// <param name="options">Where to record and how fast.</param>
/// <param name="screen">The view.</param>
/// <param name="views">Reads it back.</param>
/// <param name="capture">The source.</param>
/// <param name="stage">The models.</param>
/// <param name="clock">The program's clock.</param>
/// <param name="summarise">The figures of the session so far.</param>
/// <param name="failed">Hears why a recording asked for with --out cannot go on; any other only stops, with a notice.</param>
public sealed class RecordingSwitch(
    DemoOptions options,
    Screen screen,
    ViewReader views,
    CaptureLane capture,
    IVisionStage stage,
    IClock clock,
    Func<SessionSummary> summarise,
    Action<Exception> failed) : IDisposable
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(30);
    private SessionRecording? current;
    private Task closing = Task.CompletedTask;
    private string? problem;
    private Sight? lastSight;
    private TimeSpan nextPicture;

    /// <summary>True while the view is being recorded; a recording waits while the window has another size.</summary>
    public bool IsRecording => current?.ViewSize == (screen.Width, screen.Height);

    /// <summary>Where the last recording is, also after it was stopped; null before the first.</summary>
    public string? Folder { get; private set; }

    /// <summary>Why the last recording could not start or go on; null where all is well.</summary>
    public string? Notice { get; private set; }

    /// <summary>Starts a recording in the next folder, or stops the present one; its files are closed in the background.</summary>
    public void Toggle()
    {
        if (current is not null) Stop();
        else
        {
            try
            {
                Start();
            }
            catch (UserException e)
            {
                Notice = e.Message;
            }
        }
    }

    /// <exception cref="UserException">The folder cannot be written to.</exception>
    public void Start()
    {
        var now = clock.Now;
        (Notice, problem) = (null, null);
        string folder = NextFolder();
        var header = new SessionHeader(
            SessionHeader.CurrentVersion, capture.SourceName, DemoApp.Stack, stage.Device, DateTimeOffset.Now, Math.Round(now.TotalSeconds, 4), stage.Labels, [], [])
        { Tags = stage.Tags };
        var recording = new SessionRecording(folder, header, (screen.Width, screen.Height), options.RecordingFps, Failed);
        (Folder, nextPicture) = (folder, now);
        Volatile.Write(ref current, recording);
        capture.Recorder = recording.Frames;
    }

    /// <summary>Ends the present recording, if any, leaving the last picture and the figures; null takes those of now.</summary>
    public void Stop(SessionSummary? figures = null)
    {
        if (current is not { } ended) return;
        byte[]? last = IsRecording ? screen.Capture() : null;
        capture.Recorder = null;
        Volatile.Write(ref current, null);
        var summary = figures ?? summarise();
        closing = closing.ContinueWith(_ => Close(ended, last, summary), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    /// <summary>Called after each drawing: takes the view into the recording when its next picture is due. Allocates nothing.</summary>
    public void Tick(TimeSpan now)
    {
        if (Volatile.Read(ref problem) is { } reason)
        {
            Stop();
            (Notice, problem) = (reason, null);
        }

        if (current is null) return;
        if (stage.Sight is { } sight && !ReferenceEquals(sight, lastSight)) current.Add(lastSight = sight, stage.Tags);
        if (now < nextPicture || current.View.Borrow() is not { } picture) return;
        nextPicture = now + TimeSpan.FromSeconds(1 / options.RecordingFps);
        if (IsRecording && views.Read(picture.Pixels, out var drawn)) current.View.Put(picture, drawn);
        else picture.Dispose();
    }

    /// <summary>Hands over a complete result; called on the model's lane.</summary>
    public void Add(VisionResult result, double? distance) => Volatile.Read(ref current)?.Add(result, distance, clock.Now, stage);

    /// <summary>Hands over an answer; called on the model's lane.</summary>
    public void Add(string model, AnswerResult answer) => Volatile.Read(ref current)?.Add(model, answer, stage);

    /// <summary>Hands over what was read between things; called on the model's lane.</summary>
    public void Add(RelationResult result) => Volatile.Read(ref current)?.Add(result, clock.Now);

    /// <summary>Ends the present recording and waits until all files are closed.</summary>
    /// <exception cref="TimeoutException">They could not be closed in time.</exception>
    public void Dispose()
    {
        Stop();
        if (!closing.Wait(CloseTimeout)) throw new TimeoutException($"{Folder}: the recording could not be closed within {CloseTimeout.TotalSeconds} s");
    }

    private void Close(SessionRecording ended, byte[]? last, SessionSummary summary)
    {
        try
        {
            ended.Dispose();
            ended.Finish(last, summary);
        }
        catch (Exception e)
        {
            Failed(e);
        }
    }

    private void Failed(Exception e)
    {
        if (options.Out is not null) failed(e);
        else Volatile.Write(ref problem, e.Message);
    }

    // The folder of --out, or a name made from the time; a further recording takes the next number that is free.
    private string NextFolder()
    {
        string folder = options.Out is { } wish ? Path.TrimEndingDirectorySeparator(wish) : $"vldistill-{DateTimeOffset.Now:yyyyMMdd-HHmmss}";
        if (options.Out is not null && Folder is null || !Path.Exists(folder)) return folder;
        int number = 2;
        while (Path.Exists($"{folder}-{number}")) number++;
        return $"{folder}-{number}";
    }
}
