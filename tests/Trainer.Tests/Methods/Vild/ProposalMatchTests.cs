using VlDistill.Metrics;
using VlDistill.Regions;
using VlDistill.Trainer.Methods.Vild;

namespace VlDistill.Trainer.Tests.Methods.Vild;

public sealed class ProposalMatchTests
{
    private static readonly Dictionary<int, int> places = new() { [3] = 0, [7] = 1 };

    [Fact]
    public void Of_OverlapOfHalf_IsTheBoxesClass() =>
        Assert.Equal([2], ProposalMatch.Of([new Box(0, 0, 0.5f, 1)], [new TruthBox(Box.Whole, 7)], places));

    [Fact]
    public void Of_LessOverlap_IsBackground() =>
        Assert.Equal([VildLosses.Background], ProposalMatch.Of([new Box(0, 0, 0.49f, 1)], [new TruthBox(Box.Whole, 7)], places));

    [Fact]
    public void Of_TwoBoxes_TakesTheLargerOverlap() =>
        Assert.Equal([1], ProposalMatch.Of([new Box(0, 0, 0.6f, 1)], [new TruthBox(Box.Whole, 7), new TruthBox(new Box(0, 0, 0.5f, 1), 3)], places));

    [Fact]
    public void Of_Crowd_IsIgnored() =>
        Assert.Equal([VildLosses.Ignored], ProposalMatch.Of([Box.Whole], [new TruthBox(Box.Whole, 7, Crowd: true)], places));

    [Fact]
    public void Of_NoBoxes_AreBackground() => Assert.Equal([VildLosses.Background], ProposalMatch.Of([Box.Whole], [], places));

    [Fact]
    public void Of_NoRegions_IsEmpty() => Assert.Empty(ProposalMatch.Of([], [new TruthBox(Box.Whole, 7)], places));

    [Fact]
    public void Spread_FewProposals_TakesThoseThereAre()
    {
        Assert.Equal([0, 3, 6, 9], VildCrops.Spread(40, 4, 12));
        Assert.Equal([0, 3], VildCrops.Spread(5, 4, 12));
        Assert.Equal([0, 1, 2], VildCrops.Spread(3, 4, 2));
        Assert.Empty(VildCrops.Spread(0, 4, 12));
        Assert.Empty(VildCrops.Spread(9, 0, 12));
    }
}
