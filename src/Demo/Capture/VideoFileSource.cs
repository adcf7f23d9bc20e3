using OpenCvSharp;
using VlDistill.Frames;

namespace VlDistill.Demo.Capture;

/// <summary>A video file at its own rate: late frames are skipped, the end loops, a cut-off file plays as far as it goes and says so.</summary>
public sealed class VideoFileSource : ICaptureSource
{
    private const double DefaultFps = 25;

    // A reader that was away longer than this goes on from where the film stood.
    private static readonly TimeSpan longestCatchUp = TimeSpan.FromSeconds(1);

    private readonly Func<IVideoInput?> open;
    private readonly FrameWriter writer;
    private readonly bool loop;
    private readonly Mat picture = new();
    private IVideoInput input;
    private TimeSpan? due;
    private int played;

    /// <exception cref="UserException">The file is missing or cannot be played.</exception>
    public VideoFileSource(string path, FrameWriter writer, bool loop = true)
        : this(path, () => IsText(path) ? null : OpenCvInput.File(path), writer, loop)
    {
    }

    /// <summary>For inputs other than OpenCV's; <paramref name="open"/> is called again for every round.</summary>
    public VideoFileSource(string path, Func<IVideoInput?> open, FrameWriter writer, bool loop)
    {
        (this.open, this.writer, this.loop) = (open, writer, loop);
        Name = Path.GetFileName(path);
        input = open() ?? throw Unreadable(path);
        // A header alone opens well enough; only a picture proves the file.
        if (!input.Read(picture))
        {
            input.Dispose();
            throw Unreadable(path);
        }
        Rewind();
    }

    public string Name { get; }

    public string? Notice { get; private set; }

    public bool Ended { get; private set; }

    private TimeSpan Period => TimeSpan.FromSeconds(1 / (input.Fps > 0 ? input.Fps : DefaultFps));

    public Frame? Next(CancellationToken stop)
    {
        if (Ended) return null;
        var now = writer.Clock.Now;
        if (due is null || now - due > longestCatchUp) due = now;
        while (due + Period <= now && input.Skip())
        {
            played++;
            due += Period;
        }
        if (!input.Read(picture))
        {
            NoteEnd();
            if (!loop)
            {
                Ended = true;
                return null;
            }
            Rewind();
            if (!input.Read(picture)) throw new UserException($"{Name}: could be played before and cannot any more; was the file changed?");
        }
        played++;
        writer.Clock.WaitUntil(due.Value, stop);
        due += Period;
        return stop.IsCancellationRequested ? null : writer.Write(picture);
    }

    public void Dispose()
    {
        input.Dispose();
        picture.Dispose();
    }

    // FFmpeg plays plain text as a film of a typing terminal. Every real container has bytes no text has in its head.
    private static bool IsText(string path)
    {
        if (!File.Exists(path)) return false;
        Span<byte> head = stackalloc byte[512];
        try
        {
            using var file = File.OpenRead(path);
            return !head[..file.Read(head)].ContainsAnyInRange((byte)0, (byte)8);
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static UserException Unreadable(string path) =>
        new(File.Exists(path)
            ? $"{path}: is not a video that can be played, or is cut off, damaged or forbidden to you; check it with ffplay or give another file"
            : $"{path}: no such file; check the name");

    // The count in a header is a rounded product of duration and rate; a tenth less means that frames are missing.
    private void NoteEnd()
    {
        if (input.FrameCount > 0 && played < input.FrameCount * 0.9)
            Notice = $"{Name}: cut off after {played} of {input.FrameCount} frames; {(loop ? "repeating" : "playing")} what is there";
    }

    // Opening anew takes a few milliseconds and works with every container; seeking to frame 0 does not.
    private void Rewind()
    {
        input.Dispose();
        input = open() ?? throw new UserException($"{Name}: cannot be opened any more; was the file moved?");
        played = 0;
    }
}
