using VlDistill.Demo.Vision;
using VlDistill.Inference;
using VlDistill.Regions;

namespace VlDistill.Demo.Tests.Vision;

public sealed class LabelFinderTests
{
    private readonly LabelFinder finder = new(["dog", "person"]);

    [Fact]
    public void Find_NamesOfClasses_GivesTheirRegions()
    {
        var regions = RegionSet.From([new Region(Box.Whole, 1, 0.8f), new Region(Box.Whole, 0, 0.7f), new Region(Box.Whole, 1, 0.6f)]);

        var found = finder.Find([" Dogs ", "red bus", "person"], new Perception(regions, 0));

        Assert.Equal([new FoundRegion(Box.Whole, 0, 2, 0.8f), new FoundRegion(Box.Whole, 1, 0, 0.7f), new FoundRegion(Box.Whole, 2, 2, 0.6f)], found);
    }

    [Theory]
    [InlineData("dog,person", null)]
    [InlineData("a dog, The persons ", null)]
    [InlineData("dog,red bus", "no open-vocabulary head in this bundle: 'red bus' is not among the detector's 2 names")]
    public void Problem_Prompts_NamesThoseThatCannotBeFound(string prompts, string? expected) => Assert.Equal(expected, finder.Problem(prompts.Split(',')));
}
