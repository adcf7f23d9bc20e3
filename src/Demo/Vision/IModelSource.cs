using VlDistill.Frames;
using VlDistill.Inference;

namespace VlDistill.Demo.Vision;

/// <summary>Where the models of a session come from.</summary>
public interface IModelSource
{
    /// <summary>The models to show, left to right; the teacher, or else the last, is what the other is compared with and describes what that leaves time for.</summary>
    IReadOnlyList<string> Models { get; }

    /// <summary>All models there are.</summary>
    IReadOnlyList<string> Available { get; }

    /// <summary>The detector's classes.</summary>
    IReadOnlyList<string> Labels { get; }

    /// <summary>The words of the eyes' tags, in the order of their scores.</summary>
    IReadOnlyList<string> Tags { get; }

    /// <summary>Where the networks run: cpu or cuda.</summary>
    string Device { get; }

    /// <summary>Loads the eyes; called on the lane that will use them. Whoever sees disposes the features.</summary>
    (Func<Frame, (Perception Perception, FeatureMap Features)> See, IDisposable Owner) OpenEyes();

    /// <summary>Loads what finds things by name; called on the lane that will use it.</summary>
    IRegionFinder OpenFinder();

    /// <summary>Loads a model; called on the lane that will use it.</summary>
    IVisionLanguageModel Open(string model);

    /// <summary>Bytes of all files the model runs from; 0 where that is not known.</summary>
    long Bytes(string model);

    /// <summary>The same bundle with one or two other models.</summary>
    /// <exception cref="UserException">It lacks one of them.</exception>
    IModelSource Choose(IReadOnlyList<string> models);

    /// <summary>Another bundle on the same device, with the same models where it has them.</summary>
    /// <exception cref="UserException">There is no bundle, or it is damaged; the message says which file.</exception>
    IModelSource Load(string folder);
}
