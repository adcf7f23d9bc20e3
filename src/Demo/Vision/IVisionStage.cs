using VlDistill.Frames;
using VlDistill.Inference;

namespace VlDistill.Demo.Vision;

/// <summary>Everything between the capture lane and the screen: models at work, or a recorded session that says again what they said.</summary>
public interface IVisionStage : IDisposable
{
    /// <summary>Where the capture lane puts frames to describe.</summary>
    Mailbox<Frame> Frames { get; }

    /// <summary>One per model shown, left to right.</summary>
    IReadOnlyList<VisionFeed> Feeds { get; }

    AttentionComparison Comparison { get; }

    /// <summary>The latest boxes; null before the first.</summary>
    Perception? Perception { get; }

    /// <summary>The detector's classes.</summary>
    IReadOnlyList<string> Labels { get; }

    /// <summary>Where the networks run: cpu or cuda.</summary>
    string Device { get; }

    /// <summary>One line about present trouble; null when there is nothing to say.</summary>
    string? Notice { get; }

    /// <summary>Loads what is needed on threads of its own and begins to work on frames.</summary>
    /// <param name="failed">Hears why a lane ended.</param>
    void Start(Action<Exception> failed);

    /// <summary>Loads everything on the caller's thread, for <see cref="Step"/>.</summary>
    void Open();

    /// <summary>Runs every lane once on the caller's thread.</summary>
    void Step();
}
