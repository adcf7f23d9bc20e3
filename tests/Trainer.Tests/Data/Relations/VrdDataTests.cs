using OpenCvSharp;
using VlDistill.Datasets;
using VlDistill.Regions;
using VlDistill.Trainer.Data;

namespace VlDistill.Trainer.Tests.Data.Relations;

public sealed class VrdDataTests
{
    private const string Entry = """[{"predicate": 0, "subject": {"category": 0, "bbox": [10, 20, 0, 5]}, "object": {"category": 1, "bbox": [0, 10, 5, 10]}}]""";

    [Fact]
    public void Open_VrdFolder_SplitsAndMeasuresItsPictures()
    {
        using var folder = Write("a.png", "b.png", "t.png");

        var data = DataFolders.Parse([$"vrd={folder.Path}"]).Open("vrd");
        var relations = data.Relations!();

        // The first training picture is dev's; gone.png is nowhere.
        Assert.Equal(["b.png", "a.png", "t.png"], data.All.Select(s => s.Id));
        Assert.Equal(data.All.Select(s => s.Id), relations.All.Select(p => p.FileName));
        Assert.All(relations.All, p => Assert.Equal(new NamedBox("person", new Box(0, 0.5f, 0.5f, 1)), p.Boxes[0]));
        Assert.Equal(new Relation(0, "riding", 1), Assert.Single(relations.Train[0].Relations));
    }

    [Fact]
    public void Open_NoPhotographs_SaysSo()
    {
        using var folder = Write("a.png");

        Assert.Contains("none of the photographs of annotations_test.json", Assert.Throws<UserException>(() => DataFolders.Parse([$"vrd={folder.Path}"]).Open("vrd")).Message);
    }

    private static TemporaryFolder Write(params string[] pictures)
    {
        var folder = new TemporaryFolder();
        folder.Write("predicates.json", """["riding"]""");
        folder.Write("objects.json", """["person", "horse"]""");
        folder.Write("annotations_train.json", $$"""{"a.png": {{Entry}}, "b.png": {{Entry}}, "gone.png": {{Entry}}}""");
        folder.Write("annotations_test.json", $$"""{"t.png": {{Entry}}}""");
        Directory.CreateDirectory(folder.File("sg_images"));
        using var picture = new Mat(20, 10, MatType.CV_8UC3, new Scalar(1, 2, 3));
        foreach (var name in pictures) Cv2.ImWrite(Path.Combine(folder.File("sg_images"), name), picture);
        return folder;
    }
}
