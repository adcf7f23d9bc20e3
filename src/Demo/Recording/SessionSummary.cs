using VlDistill.Demo.Diagnostics;
using VlDistill.Demo.Vision;

namespace VlDistill.Demo.Recording;

/// <summary>summary.json: the figures of a whole session.</summary>
/// <param name="Stack">nuget or system.</param>
/// <param name="Device">Where the networks ran.</param>
/// <param name="Renderer">The GL driver's name for what drew.</param>
/// <param name="Source">What played.</param>
/// <param name="Lanes">parallel or single.</param>
/// <param name="Seconds">Length of the session.</param>
/// <param name="CaptureFps">Frames per second from the source.</param>
/// <param name="RenderFps">Frames drawn per second.</param>
/// <param name="DroppedFrames">Frames that the first model had no time for.</param>
/// <param name="LaunchToFirstCaptionSeconds">From the start of the process; null where no caption came.</param>
/// <param name="AttentionDistance">Mean over the frames both models described; null where there was none.</param>
/// <param name="Models">Figures by model.</param>
public sealed record SessionSummary(
    string Stack,
    string Device,
    string Renderer,
    string Source,
    string Lanes,
    double Seconds,
    double CaptureFps,
    double RenderFps,
    long DroppedFrames,
    double? LaunchToFirstCaptionSeconds,
    double? AttentionDistance,
    IReadOnlyDictionary<string, ModelSummary> Models)
{
    /// <summary>From one drawn picture to the next.</summary>
    public DurationSummary? FrameIntervalMs { get; init; }

    /// <summary>From the capture of a frame to the first drawn picture with its boxes.</summary>
    public DurationSummary? OverlayAgeMs { get; init; }

    /// <summary>Mean processor time, 100 for one busy core.</summary>
    public double CpuPercent { get; init; }

    /// <summary>Memory in RAM at the end, in 10⁶ bytes.</summary>
    public double MegabytesResident { get; init; }
}
