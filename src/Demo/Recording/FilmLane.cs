using OpenCvSharp;
using VlDistill.Frames;

namespace VlDistill.Demo.Recording;

/// <summary>Records the source's own pictures as source.mp4 on a thread of its own: at most 640 pixels on the long side, all in the size of the first.</summary>
public sealed class FilmLane : IDisposable
{
    /// <summary>Pixels.</summary>
    public const int LongestSide = 640;

    private const double Fps = 15;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100), JoinTimeout = TimeSpan.FromSeconds(20);
    private readonly string path;
    private readonly TimeSpan began;
    private readonly Action<SessionPicture> sizeChanged;
    private readonly Action<Exception> failed;
    private readonly Thread thread;
    private (int Width, int Height) size;
    private VideoRecorder? film;
    private Mat? picture;
    private volatile bool stopping;

    /// <param name="path">source.mp4.</param>
    /// <param name="began">Where the film begins on the program's clock; the first picture fills the time up to its own.</param>
    /// <param name="sizeChanged">Hears the size of the first picture and of every other that differs from the one before.</param>
    /// <param name="failed">Hears why the film ended early.</param>
    public FilmLane(string path, TimeSpan began, Action<SessionPicture> sizeChanged, Action<Exception> failed)
    {
        (this.path, this.began, this.sizeChanged, this.failed) = (path, began, sizeChanged, failed);
        thread = new Thread(Run) { Name = "source film", IsBackground = true };
        thread.Start();
    }

    /// <summary>Where the capture lane puts its frames; those there is no time for are left out.</summary>
    public Mailbox<Frame> Frames { get; } = new();

    /// <summary>Writes what is waiting and closes the film.</summary>
    /// <exception cref="TimeoutException">The encoder did not end in time.</exception>
    public void Dispose()
    {
        stopping = true;
        bool ended = thread.Join(JoinTimeout);
        Frames.Dispose();
        if (!ended) throw new TimeoutException($"{path}: the film did not end within {JoinTimeout.TotalSeconds} s");
        film?.Dispose();
        picture?.Dispose();
    }

    private void Run()
    {
        try
        {
            while (true)
            {
                bool last = stopping;
                using var frame = Frames.Take(Poll);
                if (frame is not null) Write(frame);
                else if (last) return;
            }
        }
        catch (Exception e)
        {
            failed(e);
        }
    }

    private void Write(Frame frame)
    {
        if (size != (frame.Width, frame.Height)) sizeChanged(new SessionPicture(Math.Round(frame.Time.TotalSeconds, 4), frame.Width, frame.Height));
        size = (frame.Width, frame.Height);
        var target = film is null ? Fit(frame.Width, frame.Height) : new Size(picture!.Cols, picture.Rows);
        film ??= new VideoRecorder(path, target.Width, target.Height, Fps, began);
        picture ??= new Mat(target.Height, target.Width, MatType.CV_8UC3);
        if (film.Due(frame.Time) <= film.Frames) return;
        using var rgb = Mat.FromPixelData(frame.Height, frame.Width, MatType.CV_8UC3, frame.Pixels);
        using var small = new Mat();
        Cv2.Resize(rgb, small, target, interpolation: InterpolationFlags.Area);
        Cv2.CvtColor(small, picture, ColorConversionCodes.RGB2BGR);
        film.Write(picture, frame.Time);
    }

    // Even sides, as the codec wants them.
    private static Size Fit(int width, int height)
    {
        double scale = Math.Min(1, (double)LongestSide / Math.Max(width, height));
        return new Size(Even(width * scale), Even(height * scale));

        static int Even(double side) => Math.Max(2, 2 * (int)Math.Round(side / 2));
    }
}
