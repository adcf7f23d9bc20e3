using VlDistill.Metrics;
using VlDistill.Regions;

namespace VlDistill.Tests.Metrics;

public sealed class FederatedDetectionTests
{
    private const int Cat = 0;
    private const int Cup = 1;

    private static readonly Box left = new(0, 0, 0.4f, 0.4f);
    private static readonly Box right = new(0.5f, 0.5f, 1, 1);

    [Fact]
    public void Of_ClassNobodyLookedFor_CountsNeitherWay()
    {
        // The cat of the second picture would be a miss with a higher score than the hit: precision 1/2 everywhere.
        DetectionSample[] pictures = [Sample([new(left, Cat)], [new(left, Cat, 0.5f)], [Cat], []), Sample([], [new(left, Cat, 0.9f)], [Cup], [])];

        Assert.Equal(1, DetectionScores.Of(pictures).Ap50, 1e-9);
        Assert.Equal(0.5, DetectionScores.Of([.. pictures.Select(p => p with { Federated = null })]).Ap50, 1e-9);
    }

    [Fact]
    public void Of_ClassLookedForInVain_CountsAgainst()
    {
        DetectionSample[] pictures = [Sample([new(left, Cat)], [new(left, Cat, 0.5f)], [Cat], []), Sample([], [new(left, Cat, 0.9f)], [Cat], [])];

        Assert.Equal(0.5, DetectionScores.Of(pictures).Ap50, 1e-9);
    }

    [Fact]
    public void Of_NotEveryBoxDrawn_OnlyUnmatchedDetectionsAreDropped()
    {
        // Two cats drawn of many: one found at 0.5, one never; the detections at 0.9 and 0.8 may well be cats too. 51 of 101 recall points at precision 1.
        DetectionSample[] pictures = [Sample([new(left, Cat), new(new Box(0, 0.6f, 0.1f, 0.7f), Cat)], [new(right, Cat, 0.9f), new(new Box(0.5f, 0, 1, 0.4f), Cat, 0.8f), new(left, Cat, 0.5f)], [Cat], [Cat])];

        Assert.Equal(51.0 / 101, DetectionScores.Of(pictures).Ap50, 1e-9);
        Assert.Equal(51.0 / 101 / 3, DetectionScores.Of([pictures[0] with { Federated = new FederatedLabels(new HashSet<int> { Cat }, new HashSet<int>()) }]).Ap50, 1e-9);
    }

    [Fact]
    public void Of_MoreThanThreeHundred_TheBestOfThePictureCountWhateverTheirClass()
    {
        // 300 cups, which nobody looked for, are surer than the cat: it is not looked at. With 299 it is.
        Assert.Equal(0, DetectionScores.Of([Crowded(300)]).Ap50, 1e-9);
        Assert.Equal(1, DetectionScores.Of([Crowded(299)]).Ap50, 1e-9);

        static DetectionSample Crowded(int cups) => Sample([new(left, Cat)], [new(left, Cat, 0.1f), .. Enumerable.Repeat(new Region(right, Cup, 0.9f), cups)], [Cat], []);
    }

    [Fact]
    public void Of_MoreThanAHundredOfOneClass_AllAreLookedAt()
    {
        // 150 misses before the hit: COCO stops at 100, LVIS finds it at precision 1/151.
        var picture = Sample([new(left, Cat)], [.. Enumerable.Repeat(new Region(right, Cat, 0.9f), 150), new(left, Cat, 0.5f)], [Cat], []);

        Assert.Equal(1.0 / 151, DetectionScores.Of([picture]).Ap50, 1e-9);
        Assert.Equal(0, DetectionScores.Of([picture with { Federated = null }]).Ap50, 1e-9);
    }

    private static DetectionSample Sample(TruthBox[] truth, Region[] detected, int[] known, int[] partial) =>
        new(truth, detected) { Federated = new FederatedLabels(known.ToHashSet(), partial.ToHashSet()) };
}
