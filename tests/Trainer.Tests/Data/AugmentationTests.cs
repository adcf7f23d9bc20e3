using VlDistill.Trainer.Data;

namespace VlDistill.Trainer.Tests.Data;

public sealed class AugmentationTests
{
    [Fact]
    public void Apply_Mirrored_SwapsColumnsNotColours()
    {
        byte[] picture = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

        new Augmentation(true, 1, 1).Apply(picture, 2);

        Assert.Equal([4, 5, 6, 1, 2, 3, 10, 11, 12, 7, 8, 9], picture);
    }

    [Fact]
    public void Apply_Brighter_RaisesAndClamps()
    {
        byte[] picture = [0, 100, 250, 0, 0, 0, 0, 0, 0, 0, 0, 0];

        new Augmentation(false, 1.2, 1).Apply(picture, 2);

        Assert.Equal([26, 126, 255], picture[..3]);
    }

    [Fact]
    public void Draw_SameNames_AreTheSame()
    {
        Assert.Equal(Augmentation.Draw(1, 2, 3, true, 0.2), Augmentation.Draw(1, 2, 3, true, 0.2));
        Assert.NotEqual(Augmentation.Draw(1, 2, 3, true, 0.2), Augmentation.Draw(1, 3, 3, true, 0.2));
        Assert.InRange(Enumerable.Range(0, 400).Count(s => Augmentation.Draw(1, 0, s, true, 0.2).Mirrored), 150, 250);
    }
}
