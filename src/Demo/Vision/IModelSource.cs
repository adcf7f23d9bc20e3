using VlDistill.Frames;
using VlDistill.Inference;

namespace VlDistill.Demo.Vision;

/// <summary>Where the models of a session come from.</summary>
public interface IModelSource
{
    /// <summary>The models to show, left to right; the first describes every frame it can, the last is what it is compared with.</summary>
    IReadOnlyList<string> Models { get; }

    /// <summary>The detector's classes.</summary>
    IReadOnlyList<string> Labels { get; }

    /// <summary>Where the networks run: cpu or cuda.</summary>
    string Device { get; }

    /// <summary>Loads the eyes; called on the lane that will use them. Whoever sees disposes the features.</summary>
    (Func<Frame, (Perception Perception, FeatureMap Features)> See, IDisposable Owner) OpenEyes();

    /// <summary>Loads a model; called on the lane that will use it.</summary>
    IVisionLanguageModel Open(string model);
}
