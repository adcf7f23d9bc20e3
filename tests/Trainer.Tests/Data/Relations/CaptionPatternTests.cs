using VlDistill.Datasets;
using VlDistill.Trainer.Data.Relations;

namespace VlDistill.Trainer.Tests.Data.Relations;

public sealed class CaptionPatternTests
{
    private static readonly RelationMiner miner = new(VisualGenomeLists.Predicates);

    [Theory]
    [InlineData("A man riding a bike .", "person riding bicycle")]
    [InlineData("A man rides his red mountain bike down a hill .", "person riding bicycle")]
    [InlineData("The girl , who is riding on a brown horse , smiles .", "person riding horse")]
    [InlineData("A boy in a red shirt and blue jeans is holding an umbrella .", "person holding umbrella")]
    [InlineData("A bench is held by a girl .", "person holding bench")]
    [InlineData("two dogs chase a ball", "dogs chasing sports ball")]
    [InlineData("A dog jumps to catch the red frisbee .", "dog catching frisbee")]
    [InlineData("The woman sits on a wooden park bench", "person sitting on bench")]
    [InlineData("A dog is standing next to a small boat .", "dog near boat")]
    [InlineData("A boy does a trick on his skateboard", "person on skateboard")]
    [InlineData("A man on a bench holding a dog", "person on bench; person holding dog")]
    [InlineData("A skateboarder in midair", "person riding skateboard")]
    [InlineData("Two men paddle their small canoe", "persons in boat")]
    [InlineData("Surfers wait", "persons riding surfboard")]
    public void Read_Caption_GivesItsTriples(string caption, string expected) => Assert.Equal(expected, Said(caption));

    [Theory]
    [InlineData("A man and a dog walk .")]
    [InlineData("A man watches while a bike passes .")]
    [InlineData("A man jumps off a bike ramp .")]
    [InlineData("A football player runs .")]
    [InlineData("A dog rides a horse .")]
    [InlineData("The orange leaves fall on the road .")]
    [InlineData("")]
    public void Read_NothingSaid_GivesNone(string caption) => Assert.Equal("", Said(caption));

    [Fact]
    public void Read_Bike_MayBeEither() => Assert.Equal(["bicycle", "motorcycle"], Assert.Single(miner.Read("a man on a bike")).Object.Classes);

    [Fact]
    public void Rules_ListWithoutThePredicates_IsNotVisualGenomes() =>
        Assert.Contains("vg_predicate_list.txt", Assert.Throws<UserException>(() => new PredicateRules(new NameAliases(["near"], []), new VerbForms())).Message);

    private static string Said(string caption) =>
        string.Join("; ", miner.Read(caption).Select(t => $"{t.Subject.Classes[0]}{(t.Subject.IsPlural ? "s" : "")} {t.Predicate} {t.Object.Classes[0]}").Distinct());
}
