namespace VlDistill.Demo.Capture;

/// <summary>How long a folder source stays with one file.</summary>
public sealed record FolderPace
{
    /// <summary>Time for each picture.</summary>
    public TimeSpan Picture { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A longer video gives way to the next file after this.</summary>
    public TimeSpan LongestVideo { get; init; } = TimeSpan.FromSeconds(20);
}
