using VlDistill.Datasets;
using VlDistill.Regions;
using VlDistill.Trainer.Data.Relations;

namespace VlDistill.Trainer.Tests.Data.Relations;

public sealed class RelationMinerTests
{
    private static readonly RelationMiner miner = new(VisualGenomeLists.Predicates);

    private static readonly NamedBox
        man = new("person", new Box(0.1f, 0.1f, 0.4f, 0.8f)), bike = new("bicycle", new Box(0.1f, 0.5f, 0.5f, 0.95f)),
        woman = new("person", new Box(0.7f, 0.1f, 0.9f, 0.9f)), dog = new("dog", new Box(0.55f, 0.6f, 0.68f, 0.9f)), child = new("person", new Box(0.38f, 0.6f, 0.46f, 0.8f));

    [Fact]
    public void Mine_OneBoxOfEachClass_RelatesThem() =>
        Assert.Equal([new Relation(0, "riding", 1, Relation.FromCaption, "man rides a bike")], Mine(["A man rides a bike ."], man, bike));

    [Fact]
    public void Mine_TwoPeople_TheOneOnTheBikeIsMeant()
    {
        Assert.Equal((1, 2), Ends(Assert.Single(Said(Mine(["A man rides a bike ."], woman, man, bike)))));
        // Both are on it: nobody can tell.
        Assert.Empty(Said(Mine(["A man rides a bike ."], man, man with { Box = new Box(0.15f, 0.1f, 0.45f, 0.8f) }, bike)));
    }

    [Fact]
    public void Mine_Plural_TakesAsManyPairsAsMeet()
    {
        NamedBox other = new("bicycle", new Box(0.65f, 0.5f, 0.95f, 1));

        Assert.Equal([(0, 2), (1, 3)], Said(Mine(["Two people riding bikes ."], man, woman, bike, other)).Select(Ends));
    }

    [Fact]
    public void Mine_ContactAcrossThePicture_IsNotBelieved() => Assert.Empty(Said(Mine(["A woman rides a bike ."], woman, bike)));

    [Fact]
    public void Mine_TwoOfOneClass_SizeTellsGrownUpsFromChildren()
    {
        Assert.Equal((0, 1), Ends(Assert.Single(Said(Mine(["A man holds a baby ."], man, child)))));
        Assert.Equal((1, 0), Ends(Assert.Single(Said(Mine(["A baby holding a man"], man, child)))));
        Assert.Empty(Said(Mine(["A man holds a woman ."], man, child)));
    }

    [Fact]
    public void Mine_SeveralSayings_TheTellingOneIsKept()
    {
        Assert.Equal("riding", Assert.Single(Said(Mine(["A man on a bike .", "A person with a bike", "A man is riding a bicycle"], man, bike))).Predicate);
        Assert.Equal("on", Assert.Single(Said(Mine(["A person with a bike", "A man on a bike ."], man, bike))).Predicate);
    }

    [Fact]
    public void Mine_BikeThatMayBeEither_IsNotGuessed() => Assert.Empty(Said(Mine(["A man on a bike ."], man, bike, bike with { Name = "motorcycle" })));

    [Fact]
    public void Mine_NothingSaid_BoxesSpeak()
    {
        var mined = Mine([], man, woman);

        Assert.Equal([new Relation(0, "left of", 1, Relation.FromBoxes), new Relation(1, "right of", 0, Relation.FromBoxes)], mined);
        Assert.Empty(Mine([]));
        Assert.Empty(Mine(["A man rides a bike ."], man));
    }

    [Theory]
    [InlineData("person", 0.42f, 0.1f, 0.6f, 0.8f, "near")]
    [InlineData("sports ball", 0.2f, 0, 0.3f, 0.05f, "under")]
    [InlineData("bench", 0.05f, 0.5f, 0.5f, 0.85f, "on")]
    [InlineData("bus", 0, 0, 1, 1, null)]
    [InlineData("dog", 0, 0, 1, 1, null)]
    [InlineData("dining table", 0.05f, 0.5f, 0.5f, 0.85f, null)]
    [InlineData("dog", 0.6f, 0.85f, 0.8f, 1, null)]
    public void Between_PersonAnd_IsTold(string name, float x1, float y1, float x2, float y2, string? expected) =>
        Assert.Equal(expected, BoxPredicates.Between(man, new NamedBox(name, new Box(x1, y1, x2, y2))));

    [Fact]
    public void Between_IdenticalOrEmptyBoxes_IsNothing()
    {
        Assert.Null(BoxPredicates.Between(man, man));
        Assert.Null(BoxPredicates.Between(man with { Box = default }, dog with { Box = default }));
        Assert.Equal(0, PairMatcher.Closeness(default, default));
    }

    [Fact]
    public void Things_UnsureBox_IsTakenWhereCaptionsAskForIt()
    {
        string[] labels = ["person", "bicycle", "dog"];
        Region[] found = [new(man.Box, 0, 0.9f), new(man.Box with { X2 = 0.41f }, 0, 0.7f), new(bike.Box, 1, 0.3f), new(dog.Box, 2, 0.2f), new(woman.Box, 1, 0.16f)];

        Assert.Equal([man], PictureThings.Of(found, labels, 0.4, 12, []));
        Assert.Equal([man, bike], PictureThings.Of(found, labels, 0.4, 12, [["person"], ["bicycle", "motorcycle"]]));
        Assert.Equal([man], PictureThings.Of(found, labels, 0, 1, []));
    }

    private static IReadOnlyList<Relation> Mine(string[] captions, params NamedBox[] boxes) => miner.Mine(captions.SelectMany(miner.Read), boxes);

    private static List<Relation> Said(IReadOnlyList<Relation> mined) => [.. mined.Where(r => r.Source == Relation.FromCaption)];

    private static (int, int) Ends(Relation relation) => (relation.Subject, relation.Object);
}
