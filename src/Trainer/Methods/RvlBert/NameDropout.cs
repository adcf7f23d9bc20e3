using VlDistill.Text;
using VlDistill.Trainer.Data;

namespace VlDistill.Trainer.Methods.RvlBert;

/// <summary>Hides some names in training, so that a network does not lean on pairs of names it has seen and knows what to do with a thing it cannot name.</summary>
/// <param name="probability">Of each object of a picture, in [0, 1).</param>
public sealed class NameDropout(double probability)
{
    /// <summary>The picture with hidden names read as one unknown word; a function of the stream alone.</summary>
    public PairPicture Of(PairPicture picture, SeededRandom random) =>
        probability == 0 ? picture : picture with { Names = [.. picture.Names.Select(name => random.Unit() < probability ? Unknown(name.Length) : name)] };

    private static long[] Unknown(int length) => [Vocabulary.Unknown, .. new long[length - 1]];
}
