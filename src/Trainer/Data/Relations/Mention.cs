namespace VlDistill.Trainer.Data.Relations;

/// <summary>Words of a caption that name a thing the detector knows.</summary>
/// <param name="Start">First word.</param>
/// <param name="End">After the last.</param>
/// <param name="Classes">What it may be; a bike is a bicycle or a motorcycle.</param>
/// <param name="IsPlural">Several things of a kind.</param>
/// <param name="IsSmall">A child.</param>
public sealed record Mention(int Start, int End, IReadOnlyList<string> Classes, bool IsPlural, bool IsSmall)
{
    /// <summary>Whether it can do something.</summary>
    public bool IsAnimate => Classes.Any(Animate.Contains);

    private static readonly HashSet<string> Animate = ["person", "dog", "cat", "horse", "bird", "cow", "sheep", "elephant", "bear", "zebra", "giraffe"];
}
