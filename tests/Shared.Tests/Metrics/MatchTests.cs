using VlDistill.Datasets;
using VlDistill.Metrics;

namespace VlDistill.Tests.Metrics;

public sealed class MatchTests
{
    private static readonly Dictionary<string, IReadOnlyList<string>> references = new()
    {
        ["a.jpg"] = ["a dog"],
        ["COCO_val2014_000000000042.jpg"] = ["a cat"],
    };

    private static readonly CocoInstances truth = new(["person", "dog"], [1, 18],
        [new(7, "a.jpg", 200, 100, [new(new(0, 0, 0.5f, 1), 1)]), new(8, "b.jpg", 10, 10, [new(new(0, 0, 1, 1), 0)]), new(9, "c.jpg", 10, 10, [], HasBoxes: false)]);

    [Fact]
    public void CaptionMatch_ByNamePathOrNumber_FindsReferences()
    {
        var samples = CaptionMatch.Samples([new("dir/a.jpg", null, "x"), new(null, 42, "y")], "p", references, "r");

        Assert.Equal([["a", "dog"], ["a", "cat"]], samples.Select(s => s.References[0]));
    }

    [Fact]
    public void CaptionMatch_PictureWithoutReferences_NamesIt()
    {
        var message = Assert.Throws<UserException>(() => CaptionMatch.Samples([new("z.jpg", null, "x")], "p.json", references, "r.txt")).Message;

        Assert.Contains("p.json: z.jpg has no caption in r.txt", message);
    }

    [Fact]
    public void CaptionMatch_PictureTwice_NamesIt()
    {
        Assert.Contains("twice", Assert.Throws<UserException>(
            () => CaptionMatch.Samples([new(null, 42, "x"), new("000000000042.jpg", null, "y")], "p", references, "r")).Message);
    }

    [Fact]
    public void DetectionMatch_PhotographOfAnotherSize_IsScaled()
    {
        PredictedBox[] found = [new("a.jpg", null, "dog", null, [0, 0, 25, 50], 0.9, [50, 50]), new(null, 7, null, 18, [0, 0, 100, 100], 0.8)];

        var samples = DetectionMatch.Samples(found, "p", truth, "r");

        Assert.Equal(2, samples.Count);
        Assert.All(samples[0].Detected, d => Assert.Equal(1, d.Box.IoU(truth.Images[0].Boxes[0].Box), 1e-6));
        Assert.All(samples[0].Detected, d => Assert.Equal(1, d.Label));
        Assert.Empty(samples[1].Detected);
    }

    [Fact]
    public void DetectionMatch_List_ScoresOnlyItsPictures()
    {
        Assert.Single(DetectionMatch.Samples([], "p", truth, "r", new HashSet<string> { "b.jpg" }));
    }

    [Theory]
    [InlineData("z.jpg", "dog", "z.jpg")]
    [InlineData("a.jpg", "unicorn", "unicorn")]
    public void DetectionMatch_UnknownPictureOrClass_NamesIt(string file, string category, string named)
    {
        var message = Assert.Throws<UserException>(() => DetectionMatch.Samples([new(file, null, category, null, [0, 0, 1, 1], 0.5)], "p", truth, "r")).Message;

        Assert.Contains("entry 0", message);
        Assert.Contains(named, message);
    }
}
