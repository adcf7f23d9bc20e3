namespace VlDistill.Demo.Vision;

/// <summary>A stage that runs on its own thread, or in turn with the others on one.</summary>
public interface IVisionLane : IDisposable
{
    string Name { get; }

    /// <summary>True where drawing and the other lanes come first.</summary>
    bool StandsBack => false;

    /// <summary>Loads what the lane needs; called on the thread that will call <see cref="Step"/>.</summary>
    void Open();

    /// <summary>Handles the latest input, waiting for one up to <paramref name="wait"/>; false where none came.</summary>
    bool Step(TimeSpan wait);
}
