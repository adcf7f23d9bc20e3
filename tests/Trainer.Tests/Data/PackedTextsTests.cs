using VlDistill.Trainer.Data;

namespace VlDistill.Trainer.Tests.Data;

public sealed class PackedTextsTests
{
    [Fact]
    public void Pack_TwoPictures_LaysCaptionsSideBySide()
    {
        var packed = PackedTexts.Captions([[[7, 8], [9]], [[10]]]);

        Assert.Equal((2, 5, 7), (packed.Pictures, packed.Length, packed.Words));
        Assert.Equal([1, 7, 8, 1, 9, 1, 10, 0, 0, 0], packed.Inputs);
        Assert.Equal([7, 8, 2, 9, 2, 10, 2, 0, 0, 0], packed.Targets);
        Assert.Equal([0, 1, 2, 0, 1, 0, 1, 0, 0, 0], packed.Positions);
        Assert.Equal([0, 0, 0, 1, 1, 0, 0, -1, -1, -1], packed.Segments);
    }

    [Fact]
    public void Pack_UnknownWord_IsReadButNoTarget()
    {
        var packed = PackedTexts.Captions([[[7, 3, 8]]]);

        Assert.Equal([1, 7, 3, 8], packed.Inputs);
        Assert.Equal([7, 0, 8, 2], packed.Targets);
        Assert.Equal(3, packed.Words);
    }
}
