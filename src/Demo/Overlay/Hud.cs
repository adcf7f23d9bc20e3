namespace VlDistill.Demo.Overlay;

/// <summary>The figures and lines that go with the picture; refilled every frame.</summary>
public sealed class Hud
{
    /// <summary>nuget or system.</summary>
    public required string Stack { get; init; }

    /// <summary>Where the networks run: cpu or cuda.</summary>
    public required string Device { get; init; }

    /// <summary>Which source plays.</summary>
    public string Source { get; set; } = "";

    /// <summary>Present trouble, or a choice made for the user; null when there is none.</summary>
    public string? Notice { get; set; }

    public double CameraFps { get; set; }

    public double RenderFps { get; set; }

    /// <summary>Frames that no model had time for.</summary>
    public long Dropped { get; set; }

    /// <summary>Processor time of the last second, 100 for one busy core.</summary>
    public double CpuPercent { get; set; }

    /// <summary>Memory in RAM, in 10⁶ bytes.</summary>
    public double MegabytesResident { get; set; }

    /// <summary>Attention distance of the last frame that both models described, in [0, 1]; null before.</summary>
    public double? AttentionDistance { get; set; }

    public bool Paused { get; set; }

    public bool Recording { get; set; }
}
