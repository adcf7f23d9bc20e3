using VlDistill.Frames;
using VlDistill.Inference;

namespace VlDistill.Demo.Vision;

/// <summary>A frame with what the student's eyes saw in it, on its way to another model; owns the frame and its handle on the features.</summary>
public sealed class Sighting(Frame frame, Perception perception, FeatureMap features) : IDisposable
{
    public Frame Frame => frame;

    public Perception Perception => perception;

    public FeatureMap Features => features;

    /// <summary>The track of each detected region, as <see cref="RegionTracker.Tracks"/> told it.</summary>
    public IReadOnlyList<int> Tracks { get; set; } = [];

    public void Dispose()
    {
        frame.Dispose();
        features.Dispose();
    }
}
