using VlDistill.Inference;
using VlDistill.Regions;

namespace VlDistill.Demo.Vision;

/// <summary>Finds what people name in a frame; belongs to one lane.</summary>
public interface IRegionFinder : IDisposable
{
    /// <summary>The places that fit a prompt, each with the prompt it fits best.</summary>
    /// <param name="features">The eyes' map of the frame; the caller's handle, read until the call returns.</param>
    IReadOnlyList<FoundRegion> Find(IReadOnlyList<string> prompts, Perception perception, FeatureMap features);

    /// <summary>Why some of the prompts can never be found, in plain words; null when all can.</summary>
    string? Problem(IReadOnlyList<string> prompts);
}

/// <summary>A place that fits a prompt.</summary>
/// <param name="Box">Where, in the frame that was searched.</param>
/// <param name="Region">Index among the detected regions; null for a place the detector is not sure of.</param>
/// <param name="Prompt">Index among the prompts.</param>
/// <param name="Score">How sure, in [0, 1].</param>
public readonly record struct FoundRegion(Box Box, int? Region, int Prompt, float Score);
