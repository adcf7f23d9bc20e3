using VlDistill.Metrics;
using VlDistill.Regions;
using VlDistill.Trainer.Data.Crops;

namespace VlDistill.Trainer.Tests.Data.Crops;

public sealed class CropSelectionTests
{
    private static readonly string[] labels = ["person", "dog", "cat"];
    private static readonly CropRule all = new(0.1, 100, 100, 1, 1);

    [Fact]
    public void Of_Splits_FollowThePictures()
    {
        var selection = CropSelection.Of([Boxes(0), Boxes(0, 1), Boxes(1), Boxes(1, 0)], 2, 1, labels, all);

        Assert.Equal(["person", "dog"], selection.Classes);
        Assert.Equal([(0, 0), (1, 0), (1, 1)], selection.Train.Select(c => (c.Picture, c.Class)));
        Assert.Equal([(2, 1)], selection.Dev.Select(c => (c.Picture, c.Class)));
        Assert.Equal([(3, 1), (3, 0)], selection.Test.Select(c => (c.Picture, c.Class)));
    }

    [Fact]
    public void Of_ClassTooRareInTest_IsLeftOutEverywhereAndTheOthersMoveUp()
    {
        var selection = CropSelection.Of([Boxes(0, 2), Boxes(0, 2), Boxes(2)], 1, 1, labels, all);

        Assert.Equal(["cat"], selection.Classes);
        Assert.All([.. selection.Train, .. selection.Dev, .. selection.Test], c => Assert.Equal(0, c.Class));
    }

    [Fact]
    public void Of_FrequentClass_IsThinnedAlwaysAlikeAndOthersAreNot()
    {
        IReadOnlyList<TruthBox>[] boxes = [.. Enumerable.Range(0, 30).Select(i => i % 10 == 0 ? Boxes(0, 1) : Boxes(0)), Boxes(), Boxes(0, 1)];
        var rule = all with { MostTrain = 5 };

        var selection = CropSelection.Of(boxes, 30, 1, labels, rule);

        Assert.Equal(5, selection.Train.Count(c => c.Class == 0));
        Assert.Equal(3, selection.Train.Count(c => c.Class == 1));
        Assert.Equal(selection.Train, CropSelection.Of(boxes, 30, 1, labels, rule).Train);
        Assert.NotEqual(Enumerable.Range(0, 5), selection.Train.Where(c => c.Class == 0).Select(c => c.Picture));
    }

    [Fact]
    public void Of_SmallAndCrowdBoxes_AreLeftOut()
    {
        TruthBox[] boxes = [new(new(0, 0, 0.05f, 1), 0), new(new(0, 0, 1, 0.05f), 0), new(Box.Whole, 0, Crowd: true), new(new(0, 0, 0.2f, 0.2f), 0)];

        Assert.Single(CropSelection.Of([boxes, [], Boxes(0)], 1, 1, labels, all).Train);
    }

    private static TruthBox[] Boxes(params int[] classes) => [.. classes.Select(c => new TruthBox(Box.Whole, c))];
}
