using VlDistill.Datasets;
using VlDistill.Trainer.Drawing;

namespace VlDistill.Trainer.Tests.Drawing;

public sealed class PredictedPicturesTests
{
    private static readonly string[] pictures = ["d/000000000042.jpg", "d/a.jpg", "d/b.jpg"];

    [Fact]
    public void Of_ByNameAndByNumber_KeepsTheBestInTheOrderOfThePictures()
    {
        PredictedBox[] boxes = [Box("a.jpg", 0.2), Box("a.jpg", 0.9), Box("a.jpg", 0.5), Box(null, 0.4)];

        var found = PredictedPictures.Of(boxes, "p.json", pictures, 0.3, 2);

        Assert.Equal(["000000000042.jpg", "a.jpg"], found.Select(p => p.Name));
        Assert.Equal([0.9, 0.5], found[1].Boxes.Select(b => b.Score!.Value));
    }

    [Fact]
    public void Of_OtherPictures_NamesThem() =>
        Assert.Contains("p.json: names none of the 3 pictures of --images; its first is z.jpg", Assert.Throws<UserException>(() => PredictedPictures.Of([Box("z.jpg", 1)], "p.json", pictures, 0, 9)).Message);

    [Fact]
    public void Of_NoBoxes_IsSaid() => Assert.Contains("p.json: holds no boxes", Assert.Throws<UserException>(() => PredictedPictures.Of([], "p.json", pictures, 0, 9)).Message);

    [Fact]
    public void Of_ScoreThatNoneReaches_NamesTheBest() =>
        Assert.Contains("no box reaches the score 2; the best has 0.5", Assert.Throws<UserException>(() => PredictedPictures.Of([Box("a.jpg", 0.5)], "p.json", pictures, 2, 9)).Message);

    [Fact]
    public void Of_SameNameTwice_IsRefused() =>
        Assert.Contains("x/a.jpg", Assert.Throws<UserException>(() => PredictedPictures.Of([Box("a.jpg", 1)], "p.json", [.. pictures, "x/a.jpg"], 0, 9)).Message);

    private static PredictedBox Box(string? name, double score) => new(name, name is null ? 42 : null, "dog", null, [0, 0, 1, 1], score);
}
