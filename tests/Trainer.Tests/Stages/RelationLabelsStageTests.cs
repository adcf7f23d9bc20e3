using VlDistill.Datasets;
using VlDistill.Regions;
using VlDistill.Trainer.Data.Relations;
using VlDistill.Trainer.Stages;

namespace VlDistill.Trainer.Tests.Stages;

public sealed class RelationLabelsStageTests
{
    [Fact]
    public void Frequent_RareInTraining_IsGoneEverywhere()
    {
        var splits = new RelationSplits("", [], [Picture("on", "on", "near")], [Picture("near")], [Picture("near", "on")]);

        var kept = RelationLabelsStage.Frequent(splits, 2);

        Assert.Equal(["on"], kept.Predicates);
        Assert.Equal(2, kept.Train[0].Relations.Count);
        Assert.Empty(kept.Dev[0].Relations);
        Assert.Equal("on", Assert.Single(kept.Test[0].Relations).Predicate);
    }

    private static RelationPicture Picture(params string[] predicates) =>
        new("a.jpg", 1, 1, [new("dog", Box.Whole), new("ball", Box.Whole)], [.. predicates.Select((p, i) => new Relation(i % 2, p, 1 - i % 2))]);
}
