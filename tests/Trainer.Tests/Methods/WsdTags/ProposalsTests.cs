using VlDistill.Regions;
using VlDistill.Trainer.Methods.WsdTags;

namespace VlDistill.Trainer.Tests.Methods.WsdTags;

public sealed class ProposalsTests
{
    [Fact]
    public void Dense_CoversThePictureWithinItsBorders()
    {
        Assert.Equal(1 + 4 + 9 + 9, Proposals.Dense.Count);
        Assert.Equal(Box.Whole, Proposals.Dense[0]);
        Assert.All(Proposals.Dense, b => Assert.True(b.X1 >= 0 && b.Y1 >= 0 && b.X2 <= 1 && b.Y2 <= 1 && b.Area > 0.1f, $"{b}"));
        Assert.Equal(Proposals.Dense.Count, Proposals.Dense.Distinct().Count());
    }

    [Fact]
    public void Of_NothingDetected_IsTheWindows() => Assert.Equal(Proposals.Dense, Proposals.Of([]));

    [Fact]
    public void Of_Detected_ComesLast()
    {
        var box = new Box(0.1f, 0.2f, 0.3f, 0.4f);

        Assert.Equal(box, Proposals.Of([new Region(box, 3, 0.5f)])[^1]);
    }
}
