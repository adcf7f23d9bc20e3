using VlDistill.Demo.Capture;
using VlDistill.Frames;

namespace VlDistill.Demo.Recording.Replay;

/// <summary>The pictures of a recording as a source that loops at the recorded pace.</summary>
public sealed class ReplaySource : ICaptureSource
{
    private const double NoticeSeconds = 8;

    // The player opens the film once to see whether it plays.
    private const int FirstRound = 2;
    private readonly RecordedSession session;
    private readonly Action<ReplayMoment> shown;
    private readonly VideoFileSource player;
    private SessionFilm? film;
    private int round;

    /// <param name="session">What to play.</param>
    /// <param name="writer">Makes frames.</param>
    /// <param name="shown">Hears of every picture before it is handed out.</param>
    public ReplaySource(RecordedSession session, FrameWriter writer, Action<ReplayMoment> shown)
    {
        (this.session, this.shown) = (session, shown);
        player = new VideoFileSource(session.Folder, Rewind, writer, loop: true);
        Name = $"replay of {Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(session.Folder)))}";
    }

    public string Name { get; }

    public string? Notice => round <= FirstRound && film?.Time - session.Header.Clock < NoticeSeconds ? session.Notice : null;

    public Frame? Next(CancellationToken stop)
    {
        if (player.Next(stop) is not { } frame) return null;
        shown(new ReplayMoment(round, TimeSpan.FromSeconds(film!.Time), frame.Time));
        return frame;
    }

    public void Dispose() => player.Dispose();

    private SessionFilm Rewind()
    {
        round++;
        return film = new SessionFilm(session);
    }
}
