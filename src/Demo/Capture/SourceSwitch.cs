using System.Diagnostics;
using VlDistill.Frames;

namespace VlDistill.Demo.Capture;

/// <summary>A source on its way in: opened in the background, so that the present one goes on meanwhile, and for good where the new one does not open.</summary>
/// <param name="first">Opens the source the session began with.</param>
/// <param name="firstCamera">Its number where it is a camera.</param>
public sealed class SourceSwitch(FrameWriter writer, Func<FrameWriter, ICaptureSource> first, int? firstCamera, CameraCycle cameras) : IDisposable
{
    private static readonly TimeSpan noticeTime = TimeSpan.FromSeconds(10), joinTimeout = TimeSpan.FromSeconds(12);

    private readonly Lock gate = new();
    private Task opening = Task.CompletedTask;
    private ICaptureSource? opened;
    private string? notice;
    private long noticed;
    private (bool IsFirst, int? Camera) present = (true, null);
    private bool closed;

    /// <summary>Why the last change did not happen, for some seconds.</summary>
    public string? Notice => Volatile.Read(ref notice) is { } text && Stopwatch.GetElapsedTime(Volatile.Read(ref noticed)) < noticeTime ? text : null;

    /// <summary>Begins to open; while another opening is under way only a notice comes of it.</summary>
    public void Begin(Func<FrameWriter, ICaptureSource> open) => Begin(() => (open(writer), false));

    /// <summary>Begins to open the next camera, or what the session began with after the last.</summary>
    public void NextCamera() => Begin(() =>
    {
        // Asked in the background as well: some systems find cameras only by opening them.
        if (cameras.After(present.Camera, firstCamera) is { } index) return (cameras.Open(index, writer), false);
        return present.IsFirst ? throw new UserException("no other camera found (--list-cameras names what is there)") : (first(writer), true);
    });

    /// <summary>A source that is ready to take over; the caller owns it.</summary>
    public ICaptureSource? Take() => Interlocked.Exchange(ref opened, null);

    /// <summary>Waits for what is being opened and closes it.</summary>
    /// <exception cref="TimeoutException">It does not finish opening.</exception>
    public void Dispose()
    {
        lock (gate) closed = true;
        bool ended = opening.Wait(joinTimeout);
        Take()?.Dispose();
        if (!ended) throw new TimeoutException($"a source did not finish opening within {joinTimeout.TotalSeconds} s");
    }

    private void Begin(Func<(ICaptureSource Source, bool IsFirst)> open)
    {
        lock (gate)
        {
            if (closed) return;
            if (opening.IsCompleted) opening = Task.Run(() => Open(open));
            else Say("still opening another source; try again in a moment");
        }
    }

    private void Open(Func<(ICaptureSource Source, bool IsFirst)> open)
    {
        try
        {
            var (source, isFirst) = open();
            present = (isFirst, isFirst ? null : source.Camera);
            Volatile.Write(ref notice, null);
            Interlocked.Exchange(ref opened, source)?.Dispose();
        }
        // Whatever a native library throws at an unknown file must not end a session that was running well.
        catch (Exception e)
        {
            Say(e.Message.ReplaceLineEndings(" "));
        }
    }

    private void Say(string text)
    {
        Volatile.Write(ref noticed, Stopwatch.GetTimestamp());
        Volatile.Write(ref notice, text);
    }
}
