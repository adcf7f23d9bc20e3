using VlDistill.Demo.Vision;

namespace VlDistill.Demo.Recording.Replay;

/// <summary>Reads a recording's lines once through, as their times come.</summary>
public sealed class ReplayReader : IDisposable
{
    // More frames than a round can have: what models say of the same frame meets, what they said a round ago does not.
    private const long RoundStride = 1L << 32;
    private readonly LineRestorer restorer;
    private readonly IEnumerator<RecordedLine> lines;
    private readonly IEnumerator<RegionsLine> sights;
    private bool moreLines;
    private bool moreSights;

    public ReplayReader(RecordedSession session, int round)
    {
        Round = round;
        restorer = new LineRestorer(session.Header);
        lines = session.Lines().GetEnumerator();
        sights = session.Sights().GetEnumerator();
        moreLines = lines.MoveNext();
        HasSights = moreSights = sights.MoveNext();
    }

    public int Round { get; }

    /// <summary>Whether what the eyes saw was recorded apart from what was said.</summary>
    public bool HasSights { get; }

    /// <summary>The next caption or answer that was complete by that moment; null where none is due.</summary>
    public RecordedLine? NextLine(ReplayMoment moment)
    {
        if (!moreLines || lines.Current.Time > moment.Recorded.TotalSeconds) return null;
        var line = lines.Current;
        moreLines = lines.MoveNext();
        return line;
    }

    /// <summary>What the eyes had seen by that moment; null where nothing is due.</summary>
    public Sight? NextSight(ReplayMoment moment)
    {
        if (!moreSights || sights.Current.FrameTime + sights.Current.Ms / 1000 > moment.Recorded.TotalSeconds) return null;
        var line = sights.Current;
        moreSights = sights.MoveNext();
        return new Sight(Id(line.Frame), moment.Now(line.FrameTime), restorer.Perception(line));
    }

    public VisionResult Restore(SessionLine line, ReplayMoment moment) => restorer.Result(line, Id(line.Frame), moment.Now(line.FrameTime));

    public AnswerResult Restore(AnswerLine line, ReplayMoment moment) => restorer.Answer(line, Id(line.Frame), moment.Now(line.Time));

    /// <param name="tracks">The track of each region of a frame in this replay; null for one that was not seen.</param>
    /// <returns>Null where its frame was not seen.</returns>
    public RelationResult? Restore(RelationsLine line, ReplayMoment moment, Func<long, IReadOnlyList<int>?> tracks) =>
        tracks(Id(line.Frame)) is { } known ? LineRestorer.Relations(line, known, Id(line.Frame), moment.Now(line.FrameTime)) : null;

    public void Dispose()
    {
        lines.Dispose();
        sights.Dispose();
    }

    private long Id(long frame) => Round * RoundStride + frame;
}
