using VlDistill.Datasets;
using VlDistill.Regions;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Methods.RvlBert;

namespace VlDistill.Trainer.Tests.Methods.RvlBert;

public sealed class PairDrawTests
{
    private const int Background = 5;

    [Fact]
    public void Of_TwoLabels_TakesThreeTimesAsManyOthers()
    {
        var picture = Picture(5, new(0, 1, 2), new(3, 2, 4));

        var pairs = new PairDraw(32, 3, Background).Of(picture, new SeededRandom(1));

        Assert.Equal(picture.Labels, pairs[..2]);
        Assert.Equal(6, pairs.Count(p => p.Class == Background));
        Assert.Equal(8, pairs.Select(p => (p.Subject, p.Object)).Distinct().Count());
        Assert.DoesNotContain(pairs[2..], p => (p.Subject, p.Object) is (0, 1) or (3, 2));
    }

    [Fact]
    public void Of_TwoPredicatesOfOnePair_LearnsBothAndNoBackgroundThere()
    {
        var picture = Picture(2, new(0, 1, 2), new(0, 1, 3));

        var pairs = new PairDraw(32, 3, Background).Of(picture, new SeededRandom(1));

        Assert.Equal([new(0, 1, 2), new(0, 1, 3), new(1, 0, Background)], pairs);
    }

    [Fact]
    public void Of_MoreThanMost_KeepsTheShares()
    {
        var picture = Picture(8, [.. Enumerable.Range(1, 7).Select(o => new LabelledPair(0, o, 1))]);

        var pairs = new PairDraw(8, 3, Background).Of(picture, new SeededRandom(1));

        Assert.Equal((2, 6), (pairs.Count(p => p.Class == 1), pairs.Count(p => p.Class == Background)));
    }

    [Fact]
    public void Of_SameStream_IsTheSameAndAnotherIsNot()
    {
        var picture = Picture(8, new(0, 1, 2), new(3, 2, 4));
        var draw = new PairDraw(32, 3, Background);

        Assert.Equal(draw.Of(picture, new SeededRandom(1, 2)), draw.Of(picture, new SeededRandom(1, 2)));
        Assert.NotEqual(draw.Of(picture, new SeededRandom(1, 2)), draw.Of(picture, new SeededRandom(1, 3)));
    }

    [Fact]
    public void Of_NoBackground_TakesLabelsOnly() =>
        Assert.Single(new PairDraw(32, 0, Background).Of(Picture(4, new LabelledPair(0, 1, 2)), new SeededRandom(1)));

    private static PairPicture Picture(int boxes, params LabelledPair[] labels) =>
        new(0, new RelationPicture("", 0, 0, [.. Enumerable.Repeat(new NamedBox("dog", Box.Whole), boxes)], []), [], labels);
}
