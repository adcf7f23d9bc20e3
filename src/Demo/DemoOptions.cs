namespace VlDistill.Demo;

/// <summary>How a session runs.</summary>
public sealed record DemoOptions
{
    /// <summary><c>auto|camera:N|FILE|DIR|URL</c>.</summary>
    public string Source { get; init; } = "auto";

    /// <summary>Wished size and rate of a camera's pictures; null takes what it gives.</summary>
    public Capture.CameraMode? CameraMode { get; init; }

    /// <summary>Where browsers may watch; null for nowhere.</summary>
    public Serving.ServeAddress? Serve { get; init; }

    /// <summary>What viewers must give; null for nothing, which only this machine may use.</summary>
    public string? Token { get; init; }

    /// <summary>True for a hidden window, as large as a recording.</summary>
    public bool Headless { get; init; }

    /// <summary>Length of the session in seconds; null runs until the user quits.</summary>
    public double? Seconds { get; init; }

    /// <summary>Folder to record to from the start; null records only when asked to, in a folder named after the time.</summary>
    public string? Out { get; init; }

    /// <summary>True runs capture, models and drawing in turn on one thread.</summary>
    public bool SingleLane { get; init; }

    /// <summary>True describes every frame; false those that differ from the last one described.</summary>
    public bool EveryFrame { get; init; }

    /// <summary>A line to show for the first seconds; null for none.</summary>
    public string? Notice { get; init; }

    /// <summary>Width in pixels of the window at start; even.</summary>
    public int Width { get; init; } = 960;

    /// <summary>Height in pixels of the window at start; even.</summary>
    public int Height { get; init; } = 540;

    /// <summary>What the screen shows at start.</summary>
    public Views.View View { get; init; } = Views.View.SideBySide;

    /// <summary>Keys pressed once every model has said something, as <see cref="Views.KeyScript"/> reads them.</summary>
    public string Press { get; init; } = "";

    /// <summary>Names by comma to look for from the start; empty for none.</summary>
    public string Find { get; init; } = "";

    /// <summary>True shows the relations between things from the start.</summary>
    public bool Relations { get; init; }

    /// <summary>Frames per second of the recording.</summary>
    public double RecordingFps { get; init; } = 15;

    /// <summary>Most frames drawn per second; drawing on the CPU must leave time for the models.</summary>
    public double RenderFps { get; init; } = 30;
}
