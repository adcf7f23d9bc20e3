using VlDistill.Frames;

namespace VlDistill.Demo.Capture;

/// <summary>Opens what <c>--source</c> names: <c>auto|camera:N|FILE|DIR|URL</c>.</summary>
/// <param name="mode">Wished size and rate of a camera's pictures; null takes what it gives.</param>
public sealed class SourceSelector(FrameWriter writer, string reelFolder, CameraMode? mode = null)
{
    private static readonly TimeSpan urlTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Where the launcher puts the sample reel.</summary>
    public static string DefaultReelFolder
    {
        get
        {
            var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
            if (string.IsNullOrEmpty(cache)) cache = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
            return Path.Combine(cache, "vldistill", "reel");
        }
    }

    /// <exception cref="UserException">The source does not exist or cannot be opened; the message says what to do.</exception>
    public ICaptureSource Open(string source)
    {
        if (source == "auto") return CameraSource.OpenFirst(writer, mode, out string? trouble) ?? Reel(trouble);
        if (source.StartsWith("camera:", StringComparison.Ordinal)) return CameraSource.Open(Index(source), writer, mode);
        if (source.Contains("://", StringComparison.Ordinal)) return Url(source);
        if (Directory.Exists(source)) return new FolderSource(source, writer);
        return PictureReader.IsPicture(source) ? new PictureSource(source, writer) : new VideoFileSource(source, writer);
    }

    private static int Index(string source) =>
        int.TryParse(source["camera:".Length..], out var index) && index >= 0
            ? index
            : throw new UserException($"--source {source}: the camera's number is missing; write camera:0 for the first one");

    private FolderSource Reel(string? trouble) => FolderSource.Media(reelFolder).Count > 0
        ? new FolderSource(reelFolder, writer, label: "no camera, sample reel") { Trouble = trouble }
        : throw new UserException($"{trouble ?? "no camera found"}, and no sample reel in {reelFolder}; plug a camera in or give --source FILE|DIR|URL");

    private LiveSource Url(string address) => new(
        address, () => OpenCvInput.Url(address, urlTimeout), writer, () => "check the address and that it is reachable, e.g. with ffplay");
}
