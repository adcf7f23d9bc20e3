using VlDistill.Datasets;
using VlDistill.Metrics;
using VlDistill.Regions;
using VlDistill.Trainer.Data.Relations;

namespace VlDistill.Trainer.Tests.Data.Relations;

public sealed class JudgedRelationTests
{
    private static readonly NamedBox man = new("man", new Box(0, 0, 0.5f, 1)), horse = new("horse", new Box(0.3f, 0.4f, 1, 1)), dog = new("dog", new Box(0.8f, 0.8f, 1, 1));

    [Fact]
    public void Surest_MinedLabels_TakesThePairThatCaptionsRelateAndItsLikeliestPredicate()
    {
        var picture = new RelationPicture("a.jpg", 10, 10, [man, horse, dog],
            [new(0, "riding", 1, Relation.FromCaption, "man rides"), new(0, "near", 2, Relation.FromCaption), new(1, "left of", 2, Relation.FromBoxes)]);

        var judged = Assert.Single(JudgedRelation.Surest(Set(picture),
            [new([], [Say(man, "on", horse, 0.2), Say(man, "riding", horse, 0.5), Say(man, "on", dog, 0.4), Say(horse, "left of", dog, 0.9), Say(horse, "on", man, 0.8)])],
            [new([], [Say(man, "on", horse, 0.3), Say(man, "near", dog, 0.6)])]));

        Assert.Equal(("a.jpg", "riding", "man rides", true), (judged.FileName, judged.Said.Names.Predicate, judged.Label.Phrase, judged.IsRight));
        Assert.Equal(("on", 0.3), (judged.Other!.Value.Names.Predicate, judged.Other.Value.Score));
    }

    [Fact]
    public void Surest_SeveralLabelsOfAPair_OneThatAgreesIsEnough()
    {
        var picture = new RelationPicture("a.jpg", 10, 10, [man, horse], [new(0, "on", 1), new(0, "riding", 1)]);

        Assert.True(Assert.Single(JudgedRelation.Surest(Set(picture), [new([], [Say(man, "riding", horse, 0.5)])], null)).IsRight);
        Assert.False(Assert.Single(JudgedRelation.Surest(Set(picture), [new([], [Say(man, "under", horse, 0.5)])], null)).IsRight);
    }

    [Fact]
    public void Surest_OtherBoxesOrNames_SayNothing()
    {
        var picture = new RelationPicture("a.jpg", 10, 10, [man, horse], [new(0, "on", 1)]);
        var moved = horse with { Box = new Box(0.5f, 0.4f, 1, 1) };

        Assert.Empty(JudgedRelation.Surest(Set(picture), [new([], [Say(man, "on", moved, 0.5), Say(man, "on", horse with { Name = "cow" }, 0.9)])], null));
    }

    [Fact]
    public void Spread_ManyOfBoth_TakesHalfOfEachFromTheSurestToTheLeastSure()
    {
        JudgedRelation[] judged = [.. Enumerable.Range(0, 10).Select(i => Make(0.1 * i, i % 2 == 0))];

        Assert.Equal([0.8, 0.4, 0, 0.9, 0.5, 0.1], JudgedRelation.Spread(judged, 6).Select(j => Math.Round(j.Said.Score, 3)));
        Assert.Equal([true, true, true, false, false, false], JudgedRelation.Spread(judged, 6).Select(j => j.IsRight));
    }

    [Theory]
    [InlineData(1, 9, 6, 1, 5)]
    [InlineData(9, 1, 6, 5, 1)]
    [InlineData(2, 1, 6, 2, 1)]
    [InlineData(0, 0, 6, 0, 0)]
    public void Spread_FewOfOneKind_FillsUpWithTheOther(int right, int wrong, int count, int rights, int wrongs)
    {
        var shown = JudgedRelation.Spread([.. Enumerable.Range(0, right + wrong).Select(i => Make(0.01 * i, i < right))], count);

        Assert.Equal((rights, wrongs), (shown.Count(j => j.IsRight), shown.Count(j => !j.IsRight)));
        Assert.Equal(shown.Count, shown.Distinct().Count());
    }

    private static RelationSet Set(RelationPicture picture) => new("", [], [picture]);

    private static ScoredRelation Say(NamedBox from, string predicate, NamedBox to, double score) => new(new Triple(from.Name, predicate, to.Name), from.Box, to.Box, score);

    private static JudgedRelation Make(double score, bool isRight) => new("a.jpg", Say(man, "on", horse, score), new Relation(0, isRight ? "on" : "near", 1), null);
}
