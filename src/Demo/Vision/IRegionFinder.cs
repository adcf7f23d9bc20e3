using VlDistill.Inference;

namespace VlDistill.Demo.Vision;

/// <summary>Finds what people name among the regions of a frame.</summary>
public interface IRegionFinder
{
    /// <summary>The regions that fit a prompt, each with the prompt it fits best.</summary>
    IReadOnlyList<FoundRegion> Find(IReadOnlyList<string> prompts, Perception perception);

    /// <summary>Why some of the prompts can never be found, in plain words; null when all can.</summary>
    string? Problem(IReadOnlyList<string> prompts);
}

/// <summary>A region that fits a prompt.</summary>
/// <param name="Region">Index among the detected regions.</param>
/// <param name="Prompt">Index among the prompts.</param>
/// <param name="Score">How sure, in [0, 1].</param>
public readonly record struct FoundRegion(int Region, int Prompt, float Score);
