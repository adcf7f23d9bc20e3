using VlDistill.Regions;
using VlDistill.Text;
using VlDistill.Trainer.Data;

namespace VlDistill.Trainer.Tests.Data;

public sealed class NamedRegionsTests
{
    private const int Dog = 10, Sports = 11, Ball = 12, With = 13;

    [Fact]
    public void Of_Words_MarksTheRegionsOfTheirName()
    {
        var named = Named([Dog, With, Ball], new Region(Box.Whole, 1, 0.9f), new Region(Box.Whole, 0, 0.8f), new Region(Box.Whole, 1, 0.7f));

        Assert.Equal([0, 0, 1, 0, /* with */ 0, 0, 0, 0, /* ball */ 0, 1, 0, 1], named);
    }

    [Fact]
    public void Of_MaskedOrUnknownWords_MarksNothing() =>
        Assert.All(Named([Vocabulary.Mask, Vocabulary.Unknown, Dog], new Region(Box.Whole, 2, 0.9f), new Region(Box.Whole, 1, 0.9f)), mark => Assert.Equal(0, mark));

    /// <summary>With the whole picture before the detected regions; the labels are dog, sports ball and one the vocabulary does not have.</summary>
    private static float[] Named(int[] words, params Region[] detected) =>
        new NamedRegions([[Dog], [Sports, Ball], [Vocabulary.Unknown]]).Of(PackedTexts.Pack([[new TextSegment(words, new int[words.Length])]]), [detected], 1, 1 + detected.Length);
}
