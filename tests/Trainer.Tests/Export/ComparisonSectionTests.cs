using System.Text;
using VlDistill.Trainer.Export;

namespace VlDistill.Trainer.Tests.Export;

public sealed class ComparisonSectionTests
{
    [Fact]
    public void Write_SameFilesWithoutAFigure_TakesTheNewOneAndSaysSo()
    {
        var card = Written(new ComparedFigure("AP", true, true, null, 0.5, true));

        Assert.Contains("| AP | 0.500 * | 0.500 | same |", card);
        Assert.Contains("*: this bundle's figure", card);
    }

    [Theory]
    [InlineData(true, true, 0.25, 0.5, false, "| AP | 0.250 | 0.500 | changed |")]
    [InlineData(true, true, null, 0.5, false, "| AP | not measured | 0.500 | changed |")]
    [InlineData(true, true, null, null, true, "| AP | not measured | not measured | same |")]
    [InlineData(false, true, null, 0.5, false, "| AP | none | 0.500 | new |")]
    [InlineData(true, false, 0.25, null, false, "| AP | 0.250 | none | gone |")]
    [InlineData(true, true, 0.25, 0.5, null, "| AP | 0.250 | 0.500 |  |")]
    public void Write_Figure_TellsBothSides(bool had, bool has, double? before, double? now, bool? same, string line)
    {
        var card = Written(new ComparedFigure("AP", had, has, before, now, same));

        Assert.Contains(line + "\n", card);
        Assert.DoesNotContain("*:", card);
    }

    [Fact]
    public void Write_NeitherHasIt_LeavesTheRowOut() => Assert.DoesNotContain("| AP |", Written(new ComparedFigure("AP", false, false, null, null, false)));

    private static string Written(ComparedFigure figure)
    {
        var card = new StringBuilder();
        ComparisonSection.Write(card, new BundleComparison(DateTimeOffset.UnixEpoch, ["a"], [], [], [], [figure], null));
        return card.ToString();
    }
}
