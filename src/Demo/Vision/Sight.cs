using VlDistill.Inference;

namespace VlDistill.Demo.Vision;

/// <summary>What the eyes saw, and when.</summary>
/// <param name="FrameId">The frame it is about.</param>
/// <param name="FrameTime">When that frame was captured.</param>
/// <param name="Perception">Boxes and region tokens.</param>
public sealed record Sight(long FrameId, TimeSpan FrameTime, Perception Perception);
