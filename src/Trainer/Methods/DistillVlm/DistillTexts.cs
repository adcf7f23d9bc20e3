using VlDistill.Trainer.Data;

namespace VlDistill.Trainer.Methods.DistillVlm;

/// <summary>What of a teacher's output is a soft label.</summary>
public enum SoftLabels
{
    /// <summary>Words at the places with a target: captions, masked words.</summary>
    Words,

    /// <summary>The classifier's classes, one distribution a text: answers.</summary>
    Classes,
}

/// <summary>The texts a task trains on; the teacher reads exactly the same.</summary>
/// <param name="Samples">Training samples.</param>
/// <param name="Views">Versions of a sample's texts, for example maskings.</param>
/// <param name="Picture">The picture of a sample, by its number in all splits.</param>
/// <param name="Segments">The texts of a sample in a view.</param>
/// <param name="View">The view a step shows.</param>
/// <param name="Causal">Whether a word sees earlier words only.</param>
/// <param name="Labels">Which of the teacher's outputs is learned.</param>
public sealed record DistillTexts(
    int Samples, int Views, Func<int, int> Picture, Func<int, int, IReadOnlyList<TextSegment>> Segments, Func<long, int> View, bool Causal, SoftLabels Labels)
{
    /// <summary>One view of every sample, whose number is its picture's.</summary>
    public static DistillTexts Fixed(int samples, Func<int, IReadOnlyList<TextSegment>> segments, bool causal, SoftLabels labels) =>
        new(samples, 1, s => s, (s, _) => segments(s), _ => 0, causal, labels);
}
