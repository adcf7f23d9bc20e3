using VlDistill.Datasets;
using VlDistill.Metrics;

namespace VlDistill.Tests.Datasets;

public sealed class LvisTests : IDisposable
{
    private const string Categories = """[{"id":3,"name":"wine_glass","frequency":"f","synonyms":["wine_glass"]},{"id":1,"name":"aerosol_can","frequency":"r"},{"id":2,"name":"cat","frequency":"c"}]""";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Load_PictureWithoutFileName_IsNamedByItsAddress()
    {
        var data = Load();

        Assert.Equal(["000000397133.jpg", "000000037777.jpg"], data.Images.Select(i => i.FileName));
        Assert.Equal(["aerosol_can", "cat", "wine_glass"], data.Labels);
        Assert.Equal(new TruthBox(new(0.1f, 0.2f, 0.6f, 0.7f), 1), Assert.Single(data.Images[0].Boxes));
    }

    [Fact]
    public void Load_NegativeAndPartialCategories_BecomeLabels()
    {
        var data = Load();

        Assert.Equal([0, 1], data.Images[0].Federated!.Known.Order());
        Assert.Equal([1], data.Images[0].Federated!.Partial);
        Assert.Empty(data.Images[1].Federated!.Known);
    }

    [Fact]
    public void Load_Frequencies_AreGroupsInTheOfficialOrder()
    {
        var groups = Load().Groups;

        Assert.Equal(["r", "c", "f"], groups.Keys);
        Assert.Equal([0, 1, 2], groups.Values.Select(Assert.Single));
    }

    [Fact]
    public void Samples_SpacesInAName_MatchUnderscores()
    {
        var samples = DetectionMatch.Samples([new("000000037777.jpg", null, "wine glass", null, [0, 0, 10, 10], 0.5)], "p.json", Load(), "r.json");

        Assert.Equal(2, Assert.Single(samples[1].Detected).Label);
        Assert.NotNull(samples[1].Federated);
    }

    [Theory]
    [InlineData(Categories, """, "neg_category_ids":[9], "not_exhaustive_category_ids":[]""", "images[1] has category 9")]
    [InlineData(Categories, """, "neg_category_ids":[1]""", "images[1] needs 'neg_category_ids' and 'not_exhaustive_category_ids'")]
    [InlineData("""[{"id":1,"name":"aerosol_can","frequency":"x"},{"id":2,"name":"cat","frequency":"c"}]""", """, "neg_category_ids":[], "not_exhaustive_category_ids":[]""", "'aerosol_can' has the frequency 'x'")]
    public void Load_Damaged_NamesTheEntry(string categories, string second, string expected) =>
        Assert.Contains(expected, Assert.Throws<UserException>(() => Load(categories, second)).Message);

    private CocoInstances Load(string categories = Categories, string second = """, "neg_category_ids":[], "not_exhaustive_category_ids":[3]""") => CocoInstances.Load(folder.Write("lvis.json", $$"""
        {"images":[
          {"id":397133,"width":100,"height":50,"coco_url":"http://images.cocodataset.org/val2017/000000397133.jpg","neg_category_ids":[1],"not_exhaustive_category_ids":[2]},
          {"id":37777,"width":100,"height":50,"coco_url":"http://images.cocodataset.org/val2017/000000037777.jpg"{{second}}}],
         "annotations":[{"id":1,"image_id":397133,"category_id":2,"area":1250,"bbox":[10,10,50,25],"segmentation":[[1,2,3]]}],
         "categories":{{categories}} }
        """));
}
