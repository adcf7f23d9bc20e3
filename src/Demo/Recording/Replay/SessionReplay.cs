using VlDistill.Demo.Capture;
using VlDistill.Demo.Vision;
using VlDistill.Frames;

namespace VlDistill.Demo.Recording.Replay;

/// <summary>
/// A recording in place of a camera and models: the source plays its pictures in a loop, the stage says what was said when they were
/// seen. The pictures lead, so that a pause stops both.
/// </summary>
/// <param name="session">What to replay.</param>
public sealed class SessionReplay(RecordedSession session)
{
    private volatile ReplayMoment? moment;

    public RecordedSession Session => session;

    /// <summary>Where the replay stands; null before the first picture.</summary>
    public ReplayMoment? Moment => moment;

    public ICaptureSource OpenSource(FrameWriter writer) => new ReplaySource(session, writer, now => moment = now);

    /// <param name="clock">The program's clock.</param>
    /// <param name="completed">Hears every result with its attention distance.</param>
    public IVisionStage OpenStage(IClock clock, Action<VisionResult, double?> completed) => new ReplayStage(this, clock, completed);
}

/// <summary>A picture of a replay.</summary>
/// <param name="Round">Counts the loops.</param>
/// <param name="Recorded">Its time on the recording's clock.</param>
/// <param name="Shown">Its time on the program's clock.</param>
public sealed record ReplayMoment(int Round, TimeSpan Recorded, TimeSpan Shown)
{
    /// <summary>A recorded time, in seconds, on the program's clock.</summary>
    public TimeSpan Now(double recordedSeconds) => Shown + TimeSpan.FromSeconds(recordedSeconds) - Recorded;
}
