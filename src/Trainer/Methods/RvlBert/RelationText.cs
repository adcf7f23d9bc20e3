using VlDistill.Text;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Models;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Methods.RvlBert;

/// <summary>
/// What is asked about a pair: <c>cls subject object sep mask sep</c> behind the regions whole picture, subject, union, object (Chiou et al. 2021,
/// section III). A name of several words is one token, the mean of its words, so that every pair has the same places.
/// </summary>
public static class RelationText
{
    /// <summary>Places in the text.</summary>
    public const int Subject = 1, Object = 2, Mask = 4;

    /// <summary>Regions before the text.</summary>
    public const int Regions = 4;

    /// <summary>The marks; a name's vector takes the place of <see cref="Vocabulary.Pad"/>.</summary>
    private static readonly int[] marks = [Vocabulary.Class, Vocabulary.Pad, Vocabulary.Pad, Vocabulary.Separator, Vocabulary.Mask, Vocabulary.Separator];

    /// <summary>Tokens of the text.</summary>
    public static int Length => marks.Length;

    /// <summary>Regions and text.</summary>
    public static int Tokens => Regions + Length;

    /// <summary>Token ids (6), names as padding.</summary>
    public static long[] Marks => [.. marks.Select(m => (long)m)];

    /// <summary>Positions (1, 6).</summary>
    public static Tensor Positions() => arange(Length, int64).unsqueeze(0);

    /// <summary>Additive mask (1, 1, 10, 10): regions see regions, words see everything, as in pre-training.</summary>
    public static Tensor AttentionMask() => AttentionMasks.Prefix(Regions, [Regions], PackedTexts.Pack([[new TextSegment(marks, new int[marks.Length])]]), causal: false);
}
