using VlDistill.Datasets;
using VlDistill.Regions;
using VlDistill.Trainer.Data;

namespace VlDistill.Trainer.Tests.Data.Relations;

public sealed class RelationFolderTests
{
    [Theory]
    [InlineData(DrawnRelations.Vrd)]
    [InlineData(DrawnRelations.VisualGenome)]
    [InlineData(DrawnRelations.SpatialSense)]
    public void Open_EveryLayout_SplitsPicturesAndSizesTheirBoxes(string kind)
    {
        using var folder = DrawnRelations.Write(kind);

        var data = DataFolders.Parse([$"real={folder.Path}"]).Open("real");
        var relations = data.Relations!();

        // Seven training pictures, the first of which is dev's.
        Assert.Equal((6, 1, 3), (data.Train.Count, data.Dev.Count, data.Test.Count));
        Assert.Equal("1.jpg", data.Dev[0].Id);
        Assert.Equal(data.All.Select(s => s.Id), relations.All.Select(p => p.FileName));
        Assert.All(relations.All, p => Assert.Equal([new Box(0, 0, 0.5f, 1), new Box(0.5f, 0.5f, 1, 1)], p.Boxes.Select(b => b.Box)));
        Assert.Equal(new Triple("dog", "near", "ball"), relations.Train[0].Names(Assert.Single(relations.Train[0].Relations)));
        Assert.Equal(new Triple("person", "near", "ball"), relations.Test[^1].Names(relations.Test[^1].Relations[0]));
        Assert.Equal((20, 10), data.Measure(data.Test[0]));
        var picture = new byte[4 * 4 * 3];
        data.Read(data.Test[0], 4, picture);
        Assert.Contains(picture, b => b > 100);
    }

    [Theory]
    [InlineData(DrawnRelations.Vrd, "8", 6, 2)]
    [InlineData(DrawnRelations.VisualGenome, "4", 5, 3)]
    public void Open_PhotographsThatAreGone_AreLeftOut(string kind, string gone, int train, int test)
    {
        using var folder = DrawnRelations.Write(kind);
        File.Delete(folder.File($"pictures/{gone}.jpg"));

        var data = DataFolders.Parse([$"real={folder.Path}"]).Open("real");

        Assert.Equal((train, test), (data.Train.Count, data.Test.Count));
        Assert.Equal(data.All.Select(s => s.Id), data.Relations!().All.Select(p => p.FileName));
    }

    [Fact]
    public void Open_NoPhotographs_SaysSo()
    {
        using var folder = DrawnRelations.Write(DrawnRelations.SpatialSense);
        Directory.Delete(folder.File("pictures"), recursive: true);

        Assert.Contains("none of the training photographs is there", Assert.Throws<UserException>(() => DataFolders.Parse([$"real={folder.Path}"]).Open("real")).Message);
    }

    [Fact]
    public void Open_VisualGenomesSizes_AreReadNotMeasured()
    {
        using var folder = DrawnRelations.Write(DrawnRelations.VisualGenome);
        folder.Write("image_data.json", """[{"image_id": 8, "width": 40, "height": 20}, {"image_id": 9, "width": 0, "height": 20}]""");

        var test = DataFolders.Parse([$"real={folder.Path}"]).Open("real").Relations!().Test;

        Assert.Equal([(40, 20), (20, 10), (20, 10)], test.Select(p => (p.Width, p.Height)));
        Assert.Equal(new Box(0, 0, 0.25f, 0.5f), test[0].Boxes[0].Box);
    }

    [Fact]
    public void Open_VisualGenomeWithoutLists_TakesThoseOfTheWeights()
    {
        using var folder = DrawnRelations.Write(DrawnRelations.VisualGenome);
        var lexical = Directory.CreateDirectory(folder.File("weights/lexical")).FullName;
        foreach (var file in Directory.GetFiles(folder.Path, "*.txt")) File.Move(file, Path.Combine(lexical, "vg_" + Path.GetFileName(file)));

        Assert.Equal(6, DataFolders.Parse([$"real={folder.Path}", $"weights={folder.File("weights")}"]).Open("real").Train.Count);
        Assert.Contains("weights=DIR", Assert.Throws<UserException>(() => DataFolders.Parse([$"real={folder.Path}"]).Open("real")).Message);
    }
}
