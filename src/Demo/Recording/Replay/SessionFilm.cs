using OpenCvSharp;
using VlDistill.Demo.Capture;

namespace VlDistill.Demo.Recording.Replay;

/// <summary>One round of a recording's pictures, each in the size it was seen in; the last stays until the last word was said.</summary>
public sealed class SessionFilm : IVideoInput
{
    private const double BlankFps = 15;
    private readonly RecordedSession session;
    private readonly OpenCvInput? film;
    private readonly Mat read = new();
    private long shown;
    private bool over;

    public SessionFilm(RecordedSession session)
    {
        this.session = session;
        film = session.HasFilm ? OpenCvInput.File(session.FilmPath) : null;
        Fps = film is { Fps: > 0 } ? film.Fps : BlankFps;
    }

    public double Fps { get; }

    /// <summary>Unknown on purpose: the film may be cut off, and the last picture stays as long as needed.</summary>
    public int FrameCount => 0;

    /// <summary>Pictures read or skipped.</summary>
    public long Shown => shown;

    /// <summary>True once the last picture is repeated for want of more.</summary>
    public bool IsOver => over;

    /// <summary>Time of the last picture on the recording's clock, in seconds.</summary>
    public double Time => session.Header.Clock + Math.Max(0, shown - 1) / Fps;

    public bool Read(Mat picture)
    {
        over |= film is null || !film.Read(read);
        if (over && shown > 0 && Time > session.End) return false;
        if (read.Empty()) Blank();
        shown++;
        // The film has one size; boxes and heat maps want each picture as it was.
        Cv2.Resize(read, picture, Fit(session.Header.Pictures.LastOrDefault(p => p.Time <= Time + 0.5 / Fps)));
        return true;
    }

    public bool Skip()
    {
        if (over || film is null || !film.Skip()) return false;
        shown++;
        return true;
    }

    public void Dispose()
    {
        film?.Dispose();
        read.Dispose();
    }

    private void Blank()
    {
        using var dark = new Mat(360, 640, MatType.CV_8UC3, Scalar.All(24));
        dark.CopyTo(read);
    }

    private Size Fit(SessionPicture? original)
    {
        if (original is not { Width: > 0, Height: > 0 }) return new Size(read.Cols, read.Rows);
        double scale = Math.Min(1, (double)FilmLane.LongestSide / Math.Max(original.Width, original.Height));
        return new Size(Math.Max(2, (int)Math.Round(original.Width * scale)), Math.Max(2, (int)Math.Round(original.Height * scale)));
    }
}
