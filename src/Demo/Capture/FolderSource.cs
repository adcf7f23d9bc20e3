using VlDistill.Frames;

namespace VlDistill.Demo.Capture;

/// <summary>A folder's pictures and videos one after the other, for ever: pictures for some seconds each, videos up to a limit.</summary>
public sealed class FolderSource : ICaptureSource
{
    private static readonly string[] videoExtensions = [".mp4", ".mkv", ".avi", ".mov", ".webm", ".m4v", ".mpg"];

    private readonly IReadOnlyList<string> files;
    private readonly FrameWriter writer;
    private readonly FolderPace pace;
    private readonly string label;
    private ICaptureSource? current;
    private TimeSpan began;
    private int next;
    private int failed;

    /// <exception cref="UserException">The folder is missing, or holds neither picture nor video.</exception>
    public FolderSource(string folder, FrameWriter writer, FolderPace? pace = null, string? label = null)
    {
        if (!Directory.Exists(folder)) throw new UserException($"{folder}: no such folder; check the name");
        files = Media(folder);
        if (files.Count == 0) throw new UserException($"{folder}: holds neither a picture nor a video; give a folder with JPEG, PNG or MP4 files");
        (this.writer, this.pace) = (writer, pace ?? new FolderPace());
        Name = this.label = label ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
    }

    public string Name { get; private set; }

    public string? Notice => current?.Notice ?? Trouble;

    /// <summary>Why something was passed over: a file here, or the camera this folder stands in for.</summary>
    public string? Trouble { get; set; }

    /// <summary>The files a folder source plays, in ordinal order of their names.</summary>
    public static IReadOnlyList<string> Media(string folder) => !Directory.Exists(folder) ? [] :
        [.. Directory.EnumerateFiles(folder).Where(f => PictureReader.IsPicture(f) || IsVideo(f)).Order(StringComparer.Ordinal)];

    /// <summary>True where the name looks like a video's.</summary>
    public static bool IsVideo(string path) => videoExtensions.Contains(Path.GetExtension(path).ToLowerInvariant());

    public Frame? Next(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            if (current is null) Open(files[next++ % files.Count]);
            if (current is null) continue;
            if (!(IsVideo(current.Name) && writer.Clock.Now - began >= pace.LongestVideo) && current.Next(stop) is { } frame) return frame;
            if (stop.IsCancellationRequested) break;
            Trouble = current.Notice ?? Trouble;
            current.Dispose();
            current = null;
        }
        return null;
    }

    public void Dispose() => current?.Dispose();

    // One bad file is no reason to stop the show; a folder of them is.
    private void Open(string file)
    {
        try
        {
            current = IsVideo(file) ? new VideoFileSource(file, writer, loop: false) : new PictureSource(file, writer, pace.Picture);
            Name = $"{label}: {current.Name}";
            began = writer.Clock.Now;
            failed = 0;
        }
        catch (UserException e) when (++failed < files.Count)
        {
            Trouble = e.Message;
        }
    }
}
