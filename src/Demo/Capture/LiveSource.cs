using OpenCvSharp;
using VlDistill.Frames;

namespace VlDistill.Demo.Capture;

/// <summary>A camera or stream: pictures as they come; when they stop coming, says so and reconnects with growing pauses.</summary>
public sealed class LiveSource : ICaptureSource
{
    private static readonly TimeSpan shortestPause = TimeSpan.FromSeconds(0.5), longestPause = TimeSpan.FromSeconds(8), remarkTime = TimeSpan.FromSeconds(10);

    // One bad read is a glitch of the driver; this many in a row are a lost source.
    private const int PatientReads = 3;

    private readonly Func<IVideoInput?> open;
    private readonly FrameWriter writer;
    private readonly Func<string> whatToDo;
    private readonly Mat picture = new();
    private IVideoInput? input;
    private TimeSpan pause = shortestPause;
    private TimeSpan? connected;
    private TimeSpan due;
    private int failures;
    private int played;

    /// <param name="whatToDo">What is wrong and what to do about it, asked whenever the source does not open; ends the message.</param>
    /// <exception cref="UserException">The source cannot be opened.</exception>
    public LiveSource(string name, Func<IVideoInput?> open, FrameWriter writer, Func<string> whatToDo)
    {
        (Name, this.open, this.writer, this.whatToDo) = (name, open, writer, whatToDo);
        input = open() ?? throw new UserException($"{name}: cannot be opened; {whatToDo()}");
    }

    public string Name { get; }

    public string? Notice { get; private set; }

    /// <summary>The camera's number; null for a stream.</summary>
    public int? Camera { get; init; }

    public Frame? Next(CancellationToken stop)
    {
        if (input is null && !Reconnect(stop)) return null;
        if (input!.Read(picture))
        {
            connected ??= writer.Clock.Now;
            played++;
            (Notice, failures, pause) = (writer.Clock.Now - connected < remarkTime ? input.Remark : null, 0, shortestPause);
            KeepPace(stop);
            return writer.Write(picture);
        }

        if (HasPlayed()) return null;
        if (++failures < PatientReads) return null;
        input.Dispose();
        input = null;
        connected = null;
        Complain();
        return null;
    }

    public void Dispose()
    {
        input?.Dispose();
        picture.Dispose();
    }

    // A film behind a URL comes as fast as the network brings it, not as fast as it plays.
    private void KeepPace(CancellationToken stop)
    {
        if (input is not { FrameCount: > 0, Fps: > 0 }) return;
        var now = writer.Clock.Now;
        if (due < now) due = now;
        writer.Clock.WaitUntil(due, stop);
        due += TimeSpan.FromSeconds(1 / input.Fps);
    }

    // The end of a film is no lost stream: it begins again. A server that lost it meanwhile is told of at the next reconnection.
    private bool HasPlayed()
    {
        bool ended = input is { FrameCount: > 0 } film && played >= film.FrameCount * 0.9;
        if (!ended) return false;
        input!.Dispose();
        input = open();
        played = 0;
        if (input is null) Complain();
        return true;
    }

    private bool Reconnect(CancellationToken stop)
    {
        writer.Clock.WaitUntil(writer.Clock.Now + pause, stop);
        if (stop.IsCancellationRequested) return false;
        pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, longestPause.Ticks));
        input = open();
        (failures, played) = (0, 0);
        if (input is null) Complain();
        return input is not null;
    }

    private void Complain() => Notice = $"{Name}: no more pictures; reconnecting ({whatToDo()})";
}
