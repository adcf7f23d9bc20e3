using TorchSharp;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Models;

namespace VlDistill.Trainer.Tests.Models;

public sealed class AttentionMasksTests
{
    private static readonly PackedTexts texts = PackedTexts.Pack([[new TextSegment([8], [0], Shared: true), TextSegment.Question([9]), TextSegment.Question([10])]]);

    [Fact]
    public void Prefix_Bidirectional_SeesRegionsTagsAndOwnText()
    {
        using var mask = AttentionMasks.Prefix(2, [1], texts, causal: false);

        // Columns: two regions (one real), the tag, two texts of three places.
        Assert.Equal("1.1......", Row(mask, 0));
        Assert.Equal("1.1......", Row(mask, 2));
        Assert.Equal("1.1111...", Row(mask, 4));
        Assert.Equal("1.1...111", Row(mask, 6));
    }

    [Fact]
    public void Prefix_Causal_HidesLaterWords()
    {
        using var mask = AttentionMasks.Prefix(2, [2], texts, causal: true);

        Assert.Equal("11111....", Row(mask, 4));
        Assert.Equal("111...11.", Row(mask, 7));
    }

    private static string Row(torch.Tensor mask, int row) => string.Concat(mask[0, 0, row].data<float>().ToArray().Select(v => v == 0 ? '1' : '.'));
}
