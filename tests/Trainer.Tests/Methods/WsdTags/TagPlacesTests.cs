using VlDistill.Datasets;
using VlDistill.Metrics;
using VlDistill.Trainer.Evaluation;

namespace VlDistill.Trainer.Tests.Methods.WsdTags;

public sealed class TagPlacesTests
{
    private static readonly CocoInstances truth = new(["person", "dog"], [1, 18],
    [
        new(1, "a.jpg", 100, 100, [new TruthBox(new(0, 0, 0.5f, 0.5f), 1), new TruthBox(new(0.1f, 0, 1, 1), 0)]),
        new(2, "b.jpg", 100, 100, [new TruthBox(new(0.5f, 0.5f, 1, 1), 1)]),
    ]);

    [Fact]
    public void Measure_HandComputed_MeansOverTagsAndPictures()
    {
        PredictedBox[] best = [Box("a.jpg", "dog", 0, 0, 100, 120), Box("b.jpg", "dog", 0, 0, 200, 240), Box("a.jpg", "man", 0, 0, 200, 240)];

        var figures = TagPlaces.Measure(best, truth);

        // The dog of a.jpg is found, b.jpg's is not; the man is a person there, and the whole picture is close enough.
        Assert.Equal(0.5, figures["CorLoc dog (2)"]);
        Assert.Equal(1, figures["CorLoc man (1)"]);
        Assert.Equal(0.75, figures["CorLoc"]);
        Assert.Equal(2 / 3.0, figures["CorLoc over pictures"], 6);
        Assert.Equal(0.5, figures["CorLoc whole picture"]);
    }

    [Fact]
    public void Measure_HandComputed_AveragePrecisionOfTheBestProposals()
    {
        // Two dogs of one picture each: the surer proposal is right, the other is not. One of two boxes is found at precision 1.
        PredictedBox[] best = [Box("a.jpg", "dog", 0, 0, 100, 120) with { Score = 0.9 }, Box("b.jpg", "dog", 0, 0, 200, 240) with { Score = 0.8 }];

        var figures = TagPlaces.Measure(best, truth);

        Assert.Equal(51 / 101.0, figures["AP50 dog (2)"], 6);
        Assert.Equal(51 / 101.0, figures["AP50"], 6);
        Assert.Equal(0, figures["AP50 whole picture"]);
    }

    [Fact]
    public void Measure_WrongProposalIsSurer_HalvesThePrecision() => Assert.Equal(51 / 101.0 / 2,
        TagPlaces.Measure([Box("a.jpg", "dog", 0, 0, 100, 120) with { Score = 0.1 }, Box("b.jpg", "dog", 0, 0, 200, 240) with { Score = 0.8 }], truth)["AP50"], 6);

    [Fact]
    public void Measure_TagsWithoutClassOrBox_AreLeftOut() =>
        Assert.Empty(TagPlaces.Measure([Box("a.jpg", "grass", 0, 0, 1, 1), Box("b.jpg", "woman", 0, 0, 1, 1), Box("c.jpg", "dog", 0, 0, 1, 1)], truth));

    // The photograph is stored at twice the size of the labels' one.
    private static PredictedBox Box(string file, string tag, double x, double y, double width, double height) => new(file, null, tag, null, [x, y, width, height], 0.5, [200, 240]);
}
