using VlDistill.Datasets;
using VlDistill.Metrics;

namespace VlDistill.Tests.Metrics;

public sealed class TagScoresTests
{
    // Three pictures, two tags: the first is deserved by pictures 0 and 2, the second by picture 1.
    private static readonly bool[] truth = [true, false, false, true, true, false];
    private static readonly float[] scores = [0.9f, 0.2f, 0.6f, 0.4f, 0.55f, 0.1f];

    [Fact]
    public void Of_HandComputed_AveragesPrecisionAtHits()
    {
        var found = TagScores.Of(scores, truth, 2);

        // Tag 0 ranks 0 (hit), 1, 2 (hit): (1/1 + 2/3) / 2; tag 1 ranks its picture first.
        Assert.Equal((1 + 2.0 / 3) / 2, found.Precisions[0], 6);
        Assert.Equal(1, found.Precisions[1], 6);
        Assert.Equal(((1 + 2.0 / 3) / 2 + 1) / 2, found.MeanAp, 6);
    }

    [Fact]
    public void Of_HandComputed_F1PerClassAndOverall()
    {
        var found = TagScores.Of(scores, truth, 2).Threshold;

        // Above 0.5: tag 0 for all three pictures (2 right), tag 1 never. CP = (2/3 + 0)/2, CR = (1 + 0)/2; OP = 2/3, OR = 2/3.
        Assert.Equal(2 * (1 / 3.0) * 0.5 / (1 / 3.0 + 0.5), found.PerClass, 6);
        Assert.Equal(2 / 3.0, found.Overall, 6);
    }

    [Fact]
    public void Of_FourTags_TopThreeAreGivenWhateverTheirScores()
    {
        var found = TagScores.Of([0.04f, 0.03f, 0.02f, 0.01f], [true, false, false, true], 4).Top;

        // Right: one of three given, one of two deserved.
        Assert.Equal(2 * (1 / 3.0) * 0.5 / (1 / 3.0 + 0.5), found.Overall, 6);
        Assert.Equal(0.25, found.PerClass, 6);
    }

    [Fact]
    public void Of_PerfectScores_AreOneAndTagsNobodyHasAreLeftOut()
    {
        var found = TagScores.Of([0.9f, 0.1f, 0, 0.2f, 0.8f, 0], [true, false, false, false, true, false], 3);

        Assert.Equal(1, found.MeanAp);
        Assert.Equal(1, found.Threshold.Overall);
        Assert.True(double.IsNaN(found.Precisions[2]));
    }

    [Fact]
    public void Of_NothingGivenOrDeserved_IsNoNumberButNoFault()
    {
        var found = TagScores.Of([0, 0], [false, false], 2);

        Assert.True(double.IsNaN(found.MeanAp));
        Assert.Equal(0, found.Threshold.Overall);
        Assert.Throws<ArgumentException>(() => TagScores.Of([0, 0, 0], [true, true, true], 2));
    }

    [Fact]
    public void Match_FormsOfATag_TheBestCountsAndAbsentOnesAreZero()
    {
        PictureTags[] said = [new("folder/a.jpg", [new("dogs", 0.3), new("dog", 0.7), new("sky", 1)]), new("b.jpg", [])];
        var deserved = new Dictionary<string, IReadOnlySet<string>> { ["a.jpg"] = new HashSet<string> { "ball" }, ["b.jpg"] = new HashSet<string> { "dog" } };

        var match = TagMatch.Of(said, "p.json", deserved, "r.json", ["dog", "ball"], word => word == "dogs" ? "dog" : word);

        Assert.Equal([0.7f, 0, 0, 0], match.Scores);
        Assert.Equal([false, true, true, false], match.Truth);
    }

    [Fact]
    public void Figures_HandComputed_PerTagBestFirst()
    {
        var figures = TagFigures.Of(new TagMatch(["a", "b", "c"], scores, truth), ["dog", "ball"]);

        // As above: the dog is given to all three pictures, two rightly; the ball ranks first where it belongs but stays below 0.5.
        Assert.Equal(["ball", "dog"], figures.Select(t => t.Name));
        Assert.Equal((1, 0.0, 0.0, 0.0), (figures[0].Pictures, figures[0].Precision, figures[0].Recall, figures[0].F1));
        Assert.Equal((2, 2 / 3.0, 1.0, 0.8), (figures[1].Pictures, figures[1].Precision, figures[1].Recall, Math.Round(figures[1].F1, 9)));
        Assert.Equal((1 + 2.0 / 3) / 2, figures[1].Ap, 6);
    }

    [Fact]
    public void Figures_TagNobodyDeserves_IsLastAndNoNumber()
    {
        var figures = TagFigures.Of(new TagMatch(["a"], [0.9f, 0.1f], [false, true]), ["emu", "dog"]);

        Assert.Equal("emu", figures[1].Name);
        Assert.True(double.IsNaN(figures[1].Ap));
        Assert.Equal((0, 0.0, 0.0), (figures[1].Pictures, figures[1].Recall, figures[1].F1));
    }

    [Fact]
    public void Match_NotOneWordInCommon_IsAFault()
    {
        var deserved = new Dictionary<string, IReadOnlySet<string>> { ["a.jpg"] = new HashSet<string> { "dog" } };

        var message = Assert.Throws<UserException>(() => TagMatch.Of([new("a.jpg", [new("n02084071", 0.9)])], "p.json", deserved, "r.json", ["dog"], w => w)).Message;

        Assert.StartsWith("p.json: none of its tags, such as 'n02084071', is among the 1 that are scored, such as 'dog'", message);
        Assert.Equal([0], TagMatch.Of([new("a.jpg", [])], "p.json", deserved, "r.json", ["dog"], w => w).Scores);
    }

    [Fact]
    public void Match_UnknownOrRepeatedPicture_IsNamed()
    {
        var deserved = new Dictionary<string, IReadOnlySet<string>> { ["a.jpg"] = new HashSet<string>() };

        Assert.Contains("b.jpg, which r.json lacks", Fault(new PictureTags("b.jpg", [])));
        Assert.Contains("a.jpg comes twice", Fault(new PictureTags("a.jpg", []), new PictureTags("a.jpg", [])));

        string Fault(params PictureTags[] said) => Assert.Throws<UserException>(() => TagMatch.Of(said, "p.json", deserved, "r.json", ["dog"], w => w)).Message;
    }
}
