using VlDistill.Datasets;

namespace VlDistill.Tests.Datasets;

public sealed class DatasetTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [SkippableFact]
    public void Flickr8k_OfficialSplits_HaveTheirSizes()
    {
        var data = Flickr8k.Load(Data.Require("flickr8k"));

        Assert.Equal((6000, 1000, 1000), (data.Train.Count, data.Dev.Count, data.Test.Count));
        Assert.All(data.Test, name => Assert.Equal(5, data.Captions[name].Count));
        Assert.Empty(data.Train.Intersect(data.Test));
    }

    [SkippableFact]
    public void CocoInstances_Subset_ScalesBoxesToTheirPicture()
    {
        var data = CocoInstances.Load(Data.Require("coco-mini/annotations/instances_train2017_subset.json"));

        Assert.Equal(80, data.Labels.Count);
        Assert.Equal("person", data.Labels[0]);
        Assert.Equal(208, data.Images.Count);
        Assert.Equal(206, data.Images.Count(i => i.HasBoxes));
        Assert.All(data.Images.SelectMany(i => i.Boxes), b => Assert.InRange(b.Box.X2, 0, 1.001f));
    }

    [Fact]
    public void CocoInstances_SaveAndLoad_KeepsBoxes()
    {
        var data = new CocoInstances(["person", "dog"], [1, 18],
            [new LabelledImage(3, "a.jpg", 200, 100, [new(new(0.25f, 0.5f, 0.75f, 1), 1)]), new LabelledImage(4, "b.jpg", 10, 10, [], HasBoxes: false)]);
        data.Save(folder.File("boxes.json"));

        var loaded = CocoInstances.Load(folder.File("boxes.json"));

        Assert.Equal(data.Images[0].Boxes, loaded.Images[0].Boxes);
        Assert.Equal(data.Labels, loaded.Labels);
        Assert.False(loaded.Images[1].HasBoxes);
    }

    [Fact]
    public void CaptionReferences_CocoJson_GroupsByFileName()
    {
        var path = folder.Write("c.json", """{"images":[{"id":7,"file_name":"7.jpg"}],"annotations":[{"image_id":7,"caption":"one"},{"image_id":7,"caption":"two"}]}""");

        Assert.Equal(["one", "two"], CaptionReferences.Load(path)["7.jpg"]);
    }

    [Theory]
    [InlineData("""[{"file_name":"a.jpg","caption":"x"},{"file_name":"b.jpg"}]""", "entry 1", "caption")]
    [InlineData("""[{"caption":"x"}]""", "entry 0", "file_name")]
    [InlineData("""[{"file_name":3,"caption":"x"}]""", "$[0].file_name", "line")]
    [InlineData("""{"captions":[]}""", "not the JSON", "line")]
    [InlineData("""[{"file_name":"a.jpg",""", "not the JSON", "line")]
    [InlineData("[]", "no captions", "")]
    public void PredictedCaption_LoadIncomplete_SaysWhatIsMissing(string json, string place, string field)
    {
        var path = folder.Write("p.json", json);

        var message = Assert.Throws<UserException>(() => PredictedCaption.Load(path)).Message;

        Assert.StartsWith(path, message);
        Assert.Contains(place, message);
        Assert.Contains(field, message);
        Assert.DoesNotContain('\n', message);
    }

    [Theory]
    [InlineData("000000000025.jpg", 25L)]
    [InlineData("dir/COCO_train2014_000000000025.jpg", 25L)]
    [InlineData("1000268201_693b08cb0e.jpg", null)]
    public void ImageNumber_Of_IsCocosNumber(string name, long? number) => Assert.Equal(number, ImageNumber.Of(name));

    [Theory]
    [InlineData("")]
    [InlineData("file.txt/below.json")]
    public void RequireWritable_NoPlaceForAFile_NamesThePath(string name)
    {
        folder.Write("file.txt", "x");
        var path = folder.File(name);

        Assert.StartsWith(path, Assert.Throws<UserException>(() => JsonFile.RequireWritable(path)).Message);
    }

    [Fact]
    public void RequireWritable_NewFolder_LeavesNothingBehind()
    {
        JsonFile.RequireWritable(folder.File("new/p.json"));

        Assert.Empty(Directory.EnumerateFiles(folder.File("new")));
    }

    [Fact]
    public void LoadTokens_BrokenLine_NamesTheLine()
    {
        var path = folder.Write("t.txt", "a.jpg#0\tx\na.jpg no tab\n");

        Assert.Contains("line 2", Assert.Throws<UserException>(() => CaptionReferences.Load(path)).Message);
    }
}
