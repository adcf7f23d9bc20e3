using VlDistill.Datasets;
using VlDistill.Trainer.Data.Relations;
using VlDistill.Trainer.Data.Scenes;

namespace VlDistill.Trainer.Tests.Data;

public sealed class ArrangedSceneTests
{
    private static readonly SceneObject ball = Make(Shape.Ball, 0.5f, 0.5f, 0.1f);

    [Theory]
    [InlineData(0.9f, 0.55f, ScenePredicates.LeftOf, ScenePredicates.RightOf)]
    [InlineData(0.5f, 0.9f, ScenePredicates.Above, ScenePredicates.Below)]
    [InlineData(0.55f, 0.7f, ScenePredicates.On, ScenePredicates.Under)]
    [InlineData(0.73f, 0.5f, ScenePredicates.NextTo, ScenePredicates.NextTo)]
    [InlineData(0.9f, 0.9f, null, null)]
    public void Between_ApartObjects_AreNamedByTheirPlaces(float x, float y, string? there, string? back)
    {
        var other = Make(Shape.Box, x, y, 0.1f);

        Assert.Equal(there, ScenePredicates.Between(ball, other, isFront: false));
        Assert.Equal(back, ScenePredicates.Between(other, ball, isFront: true));
    }

    [Fact]
    public void Between_Overlapping_TheLaterOneIsInFront()
    {
        var other = Make(Shape.Box, 0.6f, 0.55f, 0.1f);

        Assert.Equal(ScenePredicates.Behind, ScenePredicates.Between(ball, other, isFront: false));
        Assert.Equal(ScenePredicates.Covering, ScenePredicates.Between(other, ball, isFront: true));
    }

    [Fact]
    public void Between_SameBoxes_TheShapeDecidesWhetherItIsInside()
    {
        var (ring, box, small) = (Make(Shape.Ring, 0.5f, 0.5f, 0.22f), Make(Shape.Box, 0.5f, 0.5f, 0.22f), ball with { Radius = 0.08f });

        Assert.Equal(ScenePredicates.Inside, ScenePredicates.Between(small, ring, isFront: true));
        Assert.Equal(ScenePredicates.Around, ScenePredicates.Between(ring, small, isFront: false));
        Assert.Equal(ScenePredicates.Covering, ScenePredicates.Between(small, box, isFront: true));
        Assert.NotEqual(ScenePredicates.Inside, ScenePredicates.Between(small with { Radius = 0.125f }, ring, isFront: true));
    }

    [Theory]
    [InlineData(0.55f, 0.7f, false)]
    [InlineData(0.55f, 0.718f, true)]
    [InlineData(0.55f, 0.74f, false)]
    [InlineData(0.73f, 0.5f, false)]
    [InlineData(0.77f, 0.5f, true)]
    [InlineData(0.82f, 0.5f, false)]
    [InlineData(0.73f, 0.605f, true)]
    public void IsAmbiguous_JustBeyondALimit_IsTrue(float x, float y, bool expected) =>
        Assert.Equal(expected, ScenePredicates.IsAmbiguous(ball, Make(Shape.Box, x, y, 0.1f)));

    [Fact]
    public void Overlap_HalfABox_IsHalf()
    {
        Assert.Equal(0.5f, ScenePredicates.Overlap(Make(Shape.Box, 0.5f, 0.5f, 0.1f), Make(Shape.Box, 0.6f, 0.5f, 0.1f)), 3);
        Assert.Equal(0, ScenePredicates.Overlap(ball, Make(Shape.Box, 0.8f, 0.5f, 0.1f)));
        Assert.Equal(1, ScenePredicates.Overlap(ball, Make(Shape.Box, 0.5f, 0.5f, 0.3f)));
    }

    [Fact]
    public void Open_ManyScenes_EveryPredicateOccursAndBothDirectionsAgree()
    {
        var relations = ArrangedSceneData.Relations(ArrangedSceneData.Open(150, 10, 50));

        var counts = relations.All.SelectMany(p => p.Relations).CountBy(r => r.Predicate).ToDictionary();
        Assert.All(ScenePredicates.All, p => Assert.True(counts.GetValueOrDefault(p) >= 10, $"{p}: {counts.GetValueOrDefault(p)}"));
        Assert.All(relations.All, p => Assert.NotEmpty(p.Relations));
        foreach (var (predicate, inverse) in new[] { ("left of", "right of"), ("above", "below"), ("on", "under"), ("covering", "behind"), ("inside", "around"), ("next to", "next to") })
            Assert.All(relations.All, p => Assert.All(p.Relations.Where(r => r.Predicate == predicate), r => Assert.Contains(p.Relations, b => b == new Relation(r.Object, inverse, r.Subject))));
    }

    [Fact]
    public void Open_ManyScenes_ANameStandsForOneThing() =>
        Assert.All(ArrangedSceneData.Relations(ArrangedSceneData.Open(50, 2, 2)).All, p => Assert.Equal(p.Boxes.Count, p.Boxes.DistinctBy(b => b.Name).Count()));

    [Fact]
    public void Open_HeldOutTriples_AreInTestOnly()
    {
        var relations = ArrangedSceneData.Relations(ArrangedSceneData.Open(100, 20, 60));

        Assert.DoesNotContain(Triples(relations.Train).Concat(Triples(relations.Dev)), ArrangedSceneData.IsHeldOut);
        Assert.Contains(Triples(relations.Test), ArrangedSceneData.IsHeldOut);
    }

    [Fact]
    public void Open_Sample_IsAFunctionOfItsIdAndDescribedByItsRelations()
    {
        var (data, again) = (ArrangedSceneData.Open(5, 2, 2), ArrangedSceneData.Open(5, 2, 2));

        Assert.Equal(data.All.Select(s => s.Id), again.All.Select(s => s.Id));
        Assert.All(data.All, s => Assert.Equal(ArrangedSceneData.Of(s.Id).Objects.Select(o => o.Box), s.Boxes!.Select(b => b.Box)));
        Assert.All(data.All.Zip(ArrangedSceneData.Relations(data).All), s => Assert.Equal(s.Second.Relations.Select(r => s.Second.Names(r)).Select(t => $"a {t.Subject} {t.Predicate} a {t.Object}"), s.First.Captions.SkipLast(1)));
    }

    [Fact]
    public void Splits_SavedAndLoaded_AreTheSameAndOtherPicturesAreRefused()
    {
        using var folder = new TemporaryFolder();
        var data = ArrangedSceneData.Open(4, 2, 2);
        var splits = ArrangedSceneData.Relations(data);
        splits.Save(folder.Path);

        var read = RelationSplits.Load(folder.Path, data);
        Assert.Equal(splits.Predicates, read.Predicates);
        Assert.Equal(splits.All.SelectMany(p => p.Relations), read.All.SelectMany(p => p.Relations));
        Assert.Contains("other pictures than train", Assert.Throws<UserException>(() => RelationSplits.Load(folder.Path, ArrangedSceneData.Open(3, 2, 2))).Message);
    }

    private static IEnumerable<Triple> Triples(IEnumerable<RelationPicture> pictures) => pictures.SelectMany(p => p.Relations.Select(p.Names));

    private static SceneObject Make(Shape shape, float x, float y, float radius) => new(shape, Paint.All[0], false, x, y, radius);
}
