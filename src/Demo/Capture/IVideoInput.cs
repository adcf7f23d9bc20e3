using OpenCvSharp;

namespace VlDistill.Demo.Capture;

/// <summary>An opened camera, file or stream as OpenCV reads it; tests put their own in its place.</summary>
public interface IVideoInput : IDisposable
{
    /// <summary>Frames per second the input claims, 0 where unknown.</summary>
    double Fps { get; }

    /// <summary>Frames the input claims to hold, 0 where unknown or endless.</summary>
    int FrameCount { get; }

    /// <summary>What the user should know of how it was opened; null for nothing.</summary>
    string? Remark => null;

    /// <summary>Fills <paramref name="picture"/>; false at the end or on failure.</summary>
    bool Read(Mat picture);

    /// <summary>Passes over one frame; false at the end or on failure.</summary>
    bool Skip();
}
