using OpenCvSharp;
using VlDistill.Frames;

namespace VlDistill.Demo.Capture;

/// <summary>A camera or stream: pictures as they come; when they stop coming, says so and reconnects with growing pauses.</summary>
public sealed class LiveSource : ICaptureSource
{
    private static readonly TimeSpan shortestPause = TimeSpan.FromSeconds(0.5), longestPause = TimeSpan.FromSeconds(8);

    // One bad read is a glitch of the driver; this many in a row are a lost source.
    private const int PatientReads = 3;

    private readonly Func<IVideoInput?> open;
    private readonly FrameWriter writer;
    private readonly string whatToDo;
    private readonly Mat picture = new();
    private IVideoInput? input;
    private TimeSpan pause = shortestPause;
    private int failures;

    /// <param name="whatToDo">Advice that ends the message when the source cannot be opened at the start.</param>
    /// <exception cref="UserException">The source cannot be opened.</exception>
    public LiveSource(string name, Func<IVideoInput?> open, FrameWriter writer, string whatToDo)
    {
        (Name, this.open, this.writer, this.whatToDo) = (name, open, writer, whatToDo);
        input = open() ?? throw new UserException($"{name}: cannot be opened; {whatToDo}");
    }

    public string Name { get; }

    public string? Notice { get; private set; }

    public Frame? Next(CancellationToken stop)
    {
        if (input is null && !Reconnect(stop)) return null;
        if (input!.Read(picture))
        {
            (Notice, failures, pause) = (null, 0, shortestPause);
            return writer.Write(picture);
        }
        if (++failures < PatientReads) return null;
        Notice = $"{Name}: no more pictures; reconnecting ({whatToDo})";
        input.Dispose();
        input = null;
        return null;
    }

    public void Dispose()
    {
        input?.Dispose();
        picture.Dispose();
    }

    private bool Reconnect(CancellationToken stop)
    {
        writer.Clock.WaitUntil(writer.Clock.Now + pause, stop);
        if (stop.IsCancellationRequested) return false;
        pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, longestPause.Ticks));
        input = open();
        failures = 0;
        return input is not null;
    }
}
