using VlDistill.Frames;

namespace VlDistill.Demo.Capture;

/// <summary>One picture file, shown as a slow live source for a while or for ever.</summary>
public sealed class PictureSource : ICaptureSource
{
    // Often enough for a reader that comes late, seldom enough to leave the processor to the models.
    private static readonly TimeSpan period = TimeSpan.FromMilliseconds(200);

    private readonly FrameWriter writer;
    private readonly TimeSpan? shownFor;
    private readonly Frame picture;
    private TimeSpan? first;
    private TimeSpan due;

    /// <param name="shownFor">null: for ever.</param>
    /// <exception cref="UserException">The file is missing or not a picture.</exception>
    public PictureSource(string path, FrameWriter writer, TimeSpan? shownFor = null)
    {
        (this.writer, this.shownFor) = (writer, shownFor);
        Name = Path.GetFileName(path);
        picture = PictureReader.Read(path);
    }

    public string Name { get; }

    public string? Notice => null;

    public bool Ended { get; private set; }

    public Frame? Next(CancellationToken stop)
    {
        var now = writer.Clock.Now;
        if (first is null) (first, due) = (now, now);
        writer.Clock.WaitUntil(due, stop);
        due = writer.Clock.Now + period;
        Ended = writer.Clock.Now - first >= shownFor;
        return Ended || stop.IsCancellationRequested ? null : writer.Repeat(picture);
    }

    public void Dispose() => picture.Dispose();
}
