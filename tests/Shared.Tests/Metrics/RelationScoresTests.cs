using VlDistill.Datasets;
using VlDistill.Metrics;
using VlDistill.Regions;

namespace VlDistill.Tests.Metrics;

public sealed class RelationScoresTests
{
    private static readonly Box man = new(0, 0, 0.4f, 0.8f), bike = new(0, 0.4f, 0.6f, 1), dog = new(0.7f, 0.7f, 1, 1);
    private static readonly Triple riding = new("person", "riding", "bicycle"), near = new("person", "near", "bicycle"), chasing = new("dog", "chasing", "bicycle");

    // The picture has three relations, two of one pair.
    private static readonly TruthRelation[] truth = [new(riding, man, bike, "caption"), new(near, man, bike, "boxes"), new(chasing, dog, bike, "caption")];

    [Fact]
    public void Found_OnePerPair_OnlyThePairsBestCounts()
    {
        var sample = new RelationSample(truth, [new(near, man, bike, 0.6), new(riding, man, bike, 0.9), new(chasing, dog, bike, 0.1)]);

        Assert.Equal([true, false, true], RelationRecall.Found(sample, 50, 1, RelationMode.Predicate));
        Assert.Equal([true, true, true], RelationRecall.Found(sample, 50, 70, RelationMode.Predicate));
        Assert.Equal([true, true, false], RelationRecall.Found(sample, 2, 70, RelationMode.Predicate));
    }

    [Fact]
    public void Found_WrongNameOrPredicate_DoesNotCount()
    {
        var sample = new RelationSample(truth, [new(riding with { Object = "motorcycle" }, man, bike, 1), new(riding with { Predicate = "holding" }, man, bike, 1), new(riding, bike, man, 1)]);

        Assert.Equal([false, false, false], RelationRecall.Found(sample, 50, 70, RelationMode.Relation));
    }

    [Fact]
    public void Found_OverlapBetweenTheModes_CountsAsFoundNotAsGiven()
    {
        // 0.3 of 0.4 wide: IoU 0.75 with the man.
        var sample = new RelationSample(truth, [new(riding, man with { X2 = 0.3f }, bike, 1)]);

        Assert.Equal([true, false, false], RelationRecall.Found(sample, 50, 1, RelationMode.Relation));
        Assert.Equal([false, false, false], RelationRecall.Found(sample, 50, 1, RelationMode.Predicate));
        Assert.Equal([false, false, false], RelationRecall.Found(new RelationSample(truth, [new(riding, man with { X2 = 0.19f }, bike, 1)]), 50, 1, RelationMode.Relation));
    }

    [Fact]
    public void Found_OneGuessTwoTruths_FindsTheOneItOverlapsBest()
    {
        var other = bike with { X1 = 0.1f };
        var sample = new RelationSample([new(riding, man, other), new(riding, man, bike)], [new(riding, man, bike, 1)]);

        Assert.Equal([false, true], RelationRecall.Found(sample, 50, 1, RelationMode.Relation));
        Assert.Equal([true, true], RelationRecall.Found(sample with { Predicted = [new(riding, man, bike, 1), new(riding, man, other, 0.5)] }, 50, 1, RelationMode.Relation));
    }

    [Fact]
    public void Found_RankAtTheEdge_FiftyFirstIsLate()
    {
        ScoredRelation[] wrong = [.. Enumerable.Range(0, 50).Select(i => new ScoredRelation(new("cat", $"p{i}", "cat"), man, dog, 2))];
        var sample = new RelationSample(truth, [.. wrong, new(riding, man, bike, 1)]);

        Assert.False(RelationRecall.Found(sample, 50, 70, RelationMode.Predicate)[0]);
        Assert.True(RelationRecall.Found(sample, 51, 70, RelationMode.Predicate)[0]);
        Assert.True(RelationRecall.Found(sample, 50, 1, RelationMode.Predicate)[0]);
    }

    [Fact]
    public void Of_HandComputed_AllMeanZeroShotAndSources()
    {
        // The second picture's one relation is missed; in the first, riding and chasing are found.
        RelationSample[] samples = [new(truth, [new(riding, man, bike, 0.9), new(chasing, dog, bike, 0.1)]), new([new(riding, man, bike, "caption")], [])];
        var scores = RelationScores.Of(samples, 1, RelationMode.Predicate, new HashSet<Triple> { riding, near });

        Assert.Equal(new Recall(0.5, 0.5, 4), scores.All);
        Assert.Equal(new Recall(0.5, 0.5, 2), scores.Predicates["riding"]);
        Assert.Equal((0.5 + 0 + 1) / 3, scores.Mean.At50, 9);
        Assert.Equal(new Recall(1, 1, 1), scores.ZeroShot);
        Assert.Equal(2 / 3.0, scores.Sources["caption"].At50, 9);
        Assert.Equal(0, scores.Sources["boxes"].At50);
        Assert.Equal(0.5, scores.Named["R@50 k=1"]);
        Assert.Equal(1, scores.Named["zero-shot R@100 k=1"]);
    }

    [Fact]
    public void Of_NothingLabelled_IsNoNumberButNoFault()
    {
        var scores = RelationScores.Of([new([], [new(riding, man, bike, 1)])], 70, RelationMode.Relation, new HashSet<Triple>());

        Assert.True(double.IsNaN(scores.All.At50));
        Assert.True(double.IsNaN(scores.Mean.At100));
        Assert.Equal(0, scores.ZeroShot!.Value.Relations);
        Assert.Empty(scores.Predicates);
        Assert.DoesNotContain("zero-shot R@50 k=70", RelationScores.Of([], 70, RelationMode.Relation).Named.Keys);
    }

    [Fact]
    public void Match_PixelsOfAnotherSize_AreTheSameBoxes()
    {
        var set = new RelationSet("", ["riding"], [new("a.jpg", 100, 200, [new("person", man), new("bicycle", bike)], [new(0, "riding", 1)]), new("b.jpg", 100, 200, [], [])]);
        var said = new PredictedRelation("folder/a.jpg", "person", [0, 0, 400, 1600], "riding", "bicycle", [0, 800, 600, 1200], 1, [1000, 2000]);

        var samples = RelationMatch.Samples([said], "p.json", set, "r.json");

        Assert.Equal(2, samples.Count);
        Assert.Equal([true], RelationRecall.Found(samples[0], 50, 1, RelationMode.Predicate));
        Assert.Equal([false], RelationRecall.Found(RelationMatch.Samples([said with { Size = null }], "p.json", set, "r.json")[0], 50, 1, RelationMode.Relation));
        Assert.Contains("entry 0 is for c.jpg, which r.json lacks", Assert.Throws<UserException>(() => RelationMatch.Samples([said with { FileName = "c.jpg" }], "p.json", set, "r.json")).Message);
    }

    [Fact]
    public void Match_UnsizedReferences_CompareInPixels()
    {
        var set = new RelationSet("", ["riding"], [new("a.jpg", 0, 0, [new("person", new Box(10, 10, 30, 50)), new("bicycle", new Box(5, 20, 45, 60))], [new(0, "riding", 1)])]);
        var said = new PredictedRelation("a.jpg", "person", [10, 10, 20, 40], "riding", "bicycle", [5, 20, 40, 40], 1, [640, 480]);

        Assert.Equal([true], RelationRecall.Found(RelationMatch.Samples([said], "p.json", set, "r.json")[0], 50, 1, RelationMode.Predicate));
    }
}
