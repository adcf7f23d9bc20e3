using System.Xml.Linq;
using VlDistill.Trainer.Experiments;

namespace VlDistill.Trainer.Tests.Experiments;

public sealed class CurveChartTests
{
    [Fact]
    public void Draw_TwoCurves_IsWellFormedWithTitlesAndNames()
    {
        var curves = new[] { Curve.Join("plain & simple", [[(100, 0.3), (200, 0.4)], [(100, 0.32), (200, 0.41), (300, 0.5)]]), Curve.Join("all", [[(100, 0.35)]]) };

        var svg = XElement.Parse(CurveChart.Draw(curves, "steps", "CIDEr-D"));

        var texts = svg.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value).ToArray();
        Assert.Contains("steps", texts);
        Assert.Contains("CIDEr-D", texts);
        Assert.Contains(texts, t => t.StartsWith("plain & simple (0.405", StringComparison.Ordinal));
    }

    [Fact]
    public void Join_SeedsOfDifferentLength_KeepsTheCommonSteps()
    {
        var curve = Curve.Join("c", [[(1, 2), (2, 4)], [(1, 4)]]);

        Assert.Equal((1, 3, 2, 4), Assert.Single(curve.Points));
    }

    [Theory]
    [InlineData(0.41, 0.53)]
    [InlineData(0, 2400)]
    [InlineData(5, 5)]
    [InlineData(-3e-5, 8e-5)]
    public void Ticks_AnyRange_EnclosesItInFewSteps(double low, double high)
    {
        var ticks = CurveChart.Ticks(low, high);

        Assert.True(ticks[0] <= low + 1e-9 && ticks[^1] >= high - 1e-9, string.Join(' ', ticks));
        Assert.InRange(ticks.Length, 3, 9);
    }
}
