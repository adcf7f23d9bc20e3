using VlDistill.Datasets;
using VlDistill.Regions;
using VlDistill.Text;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Methods.RvlBert;

namespace VlDistill.Trainer.Tests.Methods.RvlBert;

public sealed class NameDropoutTests
{
    private static readonly PairPicture picture = new(0, new RelationPicture("a.jpg", 1, 1, [.. Enumerable.Repeat(new NamedBox("dog", Box.Whole), 400)], []),
        [.. Enumerable.Range(0, 400).Select(i => new long[] { 10 + i, 7, 0 })], []);

    [Fact]
    public void Of_Probability_HidesAboutSoManyWhole()
    {
        var names = new NameDropout(0.25).Of(picture, new SeededRandom(3)).Names;

        var hidden = names.Index().Where(n => n.Item[0] == Vocabulary.Unknown).ToArray();
        Assert.InRange(hidden.Length, 60, 140);
        Assert.All(hidden, n => Assert.Equal([Vocabulary.Unknown, 0, 0], n.Item));
        Assert.All(names.Index().Except(hidden), n => Assert.Equal(picture.Names[n.Index], n.Item));
    }

    [Fact]
    public void Of_SameStream_HidesTheSame() =>
        Assert.Equal(new NameDropout(0.5).Of(picture, new SeededRandom(4)).Names, new NameDropout(0.5).Of(picture, new SeededRandom(4)).Names);

    [Fact]
    public void Of_NoProbability_IsThePicture() => Assert.Same(picture, new NameDropout(0).Of(picture, new SeededRandom(4)));
}
