using VlDistill.Datasets;
using VlDistill.Regions;

namespace VlDistill.Tests.Datasets;

public sealed class RelationFilesTests
{
    private const string Vrd = """
        {"a.jpg": [
           {"predicate": 1, "object": {"category": 1, "bbox": [50, 90, 10, 60]}, "subject": {"category": 0, "bbox": [10, 80, 20, 40]}},
           {"predicate": 0, "object": {"category": 0, "bbox": [10, 80, 20, 40]}, "subject": {"category": 1, "bbox": [50, 90, 10, 60]}},
           {"predicate": 0, "object": {"category": 1, "bbox": [50, 90, 10, 60]}, "subject": {"category": 1, "bbox": [50, 90, 10, 60]}}],
         "empty.jpg": []}
        """;

    private const string Genome = """
        [{"image_id": 7,
          "objects": [{"object_id": 11, "x": 1, "y": 2, "w": 3, "h": 4, "names": ["guys"], "synsets": []},
                      {"object_id": 12, "x": 5, "y": 6, "w": 7, "h": 8, "names": ["Bike"]},
                      {"object_id": 13, "x": 0, "y": 0, "w": 1, "h": 1, "names": ["hyssop"]}],
          "relationships": [{"relationship_id": 1, "subject_id": 11, "predicate": "Riding on a", "object_id": 12},
                            {"relationship_id": 2, "subject_id": 11, "predicate": "teaching", "object_id": 12},
                            {"relationship_id": 3, "subject_id": 11, "predicate": "ON", "object_id": 13}]}]
        """;

    private const string Spatial = """
        [{"url": "https://example.org/5/cat_b.jpg", "nsid": "1", "height": 100, "width": 50, "split": "test", "annotations": [
           {"_id": "1", "predicate": "on", "label": true, "subject": {"name": "cat", "x": 1, "y": 1, "bbox": [10, 60, 5, 30]}, "object": {"name": "ground", "x": 1, "y": 1, "bbox": [50, 100, 0, 50]}},
           {"_id": "2", "predicate": "above", "label": false, "subject": {"name": "cat", "x": 1, "y": 1, "bbox": [10, 60, 5, 30]}, "object": {"name": "ground", "x": 1, "y": 1, "bbox": [50, 100, 0, 50]}}]}]
        """;

    [Fact]
    public void Load_Vrd_ReadsRowsBeforeColumnsAndSharesBoxes()
    {
        using var folder = new TemporaryFolder();
        var set = RelationReferences.Load(WriteVrd(folder, Vrd));

        var picture = set.Pictures[0];
        Assert.Equal(["on", "riding"], set.Predicates);
        Assert.Equal([new NamedBox("person", new Box(20, 10, 40, 80)), new NamedBox("bike", new Box(10, 50, 60, 90))], picture.Boxes);
        Assert.Equal([new Relation(0, "riding", 1), new Relation(1, "on", 0)], picture.Relations);
        Assert.False(picture.IsSized);
        Assert.Empty(set.Pictures[1].Relations);
        Assert.Contains(new Triple("person", "riding", "bike"), set.Triples());
    }

    [Fact]
    public void Sized_Vrd_MakesBoxesRelative()
    {
        using var folder = new TemporaryFolder();
        var picture = RelationReferences.Load(WriteVrd(folder, Vrd)).Sized(_ => (100, 200)).Pictures[0];

        Assert.Equal(new Box(0.2f, 0.05f, 0.4f, 0.4f), picture.Boxes[0].Box);
        Assert.True(picture.IsSized);
    }

    [Theory]
    [InlineData("""{"a.jpg": [{"predicate": 9, "subject": {"category": 0, "bbox": [1, 2, 3, 4]}, "object": {"category": 0, "bbox": [1, 2, 3, 4]}}]}""", "a.jpg[0] has predicate 9")]
    [InlineData("""{"a.jpg": [{"predicate": 0, "subject": {"category": 5, "bbox": [1, 2, 3, 4]}, "object": {"category": 0, "bbox": [1, 2, 3, 4]}}]}""", "a.jpg[0].subject has category 5")]
    [InlineData("""{"a.jpg": [{"predicate": 0, "subject": {"category": 0, "bbox": [1, 2, 3]}, "object": {"category": 0, "bbox": [1, 2, 3, 4]}}]}""", "a.jpg[0].subject needs")]
    [InlineData("""{"a.jpg": [{"subject": {"category": 0, "bbox": [1, 2, 3, 4]}}]}""", "a.jpg[0] needs 'predicate'")]
    public void Load_DamagedVrd_NamesTheEntry(string json, string expected)
    {
        using var folder = new TemporaryFolder();
        Assert.Contains(expected, Assert.Throws<UserException>(() => VrdRelations.Load(WriteVrd(folder, json))).Message);
    }

    [Fact]
    public void Load_VrdWithoutLists_NamesTheList()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("predicates.json: no such file", Assert.Throws<UserException>(() => VrdRelations.Load(folder.Write("train.json", Vrd))).Message);
    }

    [Fact]
    public void Load_SceneGraphs_ComeDownToTheListsNames()
    {
        using var folder = new TemporaryFolder();
        var set = RelationReferences.Load(WriteGenome(folder, Genome));

        var picture = Assert.Single(set.Pictures);
        Assert.Equal("7.jpg", picture.FileName);
        Assert.Equal([new NamedBox("man", new Box(1, 2, 4, 6)), new NamedBox("bike", new Box(5, 6, 12, 14))], picture.Boxes);
        Assert.Equal([new Relation(0, "riding", 1)], picture.Relations);
    }

    [Fact]
    public void Load_SceneGraphOfUnknownObject_NamesIt()
    {
        using var folder = new TemporaryFolder();
        var fault = Assert.Throws<UserException>(() => RelationReferences.Load(WriteGenome(folder, Genome.Replace("\"object_id\": 12}", "\"object_id\": 99}"))));

        Assert.Contains("[0].relationships[0] is about object 99", fault.Message);
    }

    [Fact]
    public void Load_SceneGraphsWithoutLists_NamesFolderAndFile()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("has no object_list.txt", Assert.Throws<UserException>(() => RelationReferences.Load(folder.Write("g.json", Genome))).Message);
    }

    [Fact]
    public void Aliases_LaterLine_BuildsOnEarlierOne()
    {
        var aliases = new NameAliases(["near"], ["near,next to", "next to,next to a", "odd,odd one"]);

        Assert.Equal(["near", "near", "near", null], new[] { "near", "Next to", "next to a.", "odd one" }.Select(aliases.Find));
    }

    [Fact]
    public void Load_SpatialSense_KeepsConfirmedAndDeniedApart()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("annotations.json", Spatial);
        var picture = Assert.Single(RelationReferences.Load(path).Pictures);

        Assert.Equal("cat_b.jpg", picture.FileName);
        Assert.Equal(new NamedBox("cat", new Box(0.1f, 0.1f, 0.6f, 0.6f)), picture.Boxes[0]);
        Assert.Equal([new Relation(0, "on", 1)], picture.Relations);
        Assert.Equal([new Relation(0, "above", 1)], picture.Denied);
        Assert.Contains("no picture is of split 'train'", Assert.Throws<UserException>(() => SpatialSenseRelations.Load(path, "train")).Message);
        Assert.Contains("annotations[0] needs", Assert.Throws<UserException>(() => SpatialSenseRelations.Load(folder.Write("b.json", Spatial.Replace("\"label\": true", "\"l\": 1")))).Message);
    }

    [Fact]
    public void Save_ThenLoad_GivesTheSame()
    {
        using var folder = new TemporaryFolder();
        NamedBox[] boxes = [new("dog", new Box(0.25f, 0.5f, 0.75f, 1)), new("ball", new Box(0, 0, 0.125f, 0.125f))];
        var set = new RelationSet("mined", ["near", "chasing"],
        [
            new("a.jpg", 224, 224, boxes, [new(0, "chasing", 1, Relation.FromCaption, "dog chases a ball"), new(1, "near", 0, Relation.FromBoxes)]) { Denied = [new(0, "near", 1)] },
            new("b.jpg", 0, 0, [new("dog", new Box(3, 4, 10, 12))], []),
        ]);
        RelationFile.Save(folder.File("r.json"), set);
        var read = RelationReferences.Load(folder.File("r.json"));

        Assert.Equal(("mined", 2), (read.Description, read.Pictures.Count));
        Assert.Equal(set.Pictures.SelectMany(p => p.Boxes), read.Pictures.SelectMany(p => p.Boxes));
        Assert.Equal(set.Pictures.SelectMany(p => p.Relations), read.Pictures.SelectMany(p => p.Relations));
        Assert.Equal(set.Pictures[0].Denied, read.Pictures[0].Denied);
    }

    [Theory]
    [InlineData("""{"predicates": []}""", "needs 'predicates' and 'pictures'")]
    [InlineData("""{"predicates": ["on"], "pictures": [{"file_name": "a", "boxes": [{"name": "x", "bbox": [1, 2]}], "relations": []}]}""", "pictures[0].boxes[0] needs")]
    [InlineData("""{"predicates": ["on"], "pictures": [{"file_name": "a", "boxes": [{"name": "x", "bbox": [1, 2, 3, 4]}], "relations": [{"subject": 0, "predicate": "on", "object": 1}]}]}""", "between boxes 0 and 1")]
    [InlineData("""{"predicates": ["on"], "pictures": [{"file_name": "a", "width": 5, "boxes": [], "relations": []}]}""", "size 5×0")]
    [InlineData("""{"predicates": ["on"], "pictures": [{"file_name": "a", "boxes": [{"name": "x", "bbox": [1, 2, 3, 4]}, {"name": "x", "bbox": [1, 2, 3, 4]}], "relations": [{"subject": 0, "predicate": "under", "object": 1}]}]}""", "has predicate 'under'")]
    [InlineData("""[{"image": 1}]""", "neither a relations file")]
    [InlineData("""{"a": nonsense}""", "not JSON")]
    public void Load_DamagedFile_NamesTheEntry(string json, string expected)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("r.json", json);
        var fault = Assert.Throws<UserException>(() => RelationReferences.Load(path));

        Assert.Contains(expected, fault.Message);
        Assert.Contains(path, fault.Message);
    }

    [Theory]
    [InlineData("""[{"file_name": "a.jpg"}]""", "entry 0 has no usable 'subject'")]
    [InlineData("""[{"file_name": "a", "subject": "x", "subject_bbox": [1, 2, 3, 4], "predicate": "on", "object": "y", "object_bbox": [1, 2], "score": 1}]""", "entry 0 has no usable 'object_bbox'")]
    public void Predictions_Damaged_NameTheEntry(string json, string expected)
    {
        using var folder = new TemporaryFolder();
        Assert.Contains(expected, Assert.Throws<UserException>(() => PredictedRelation.Load(folder.Write("p.json", json))).Message);
    }

    private static string WriteVrd(TemporaryFolder folder, string json)
    {
        folder.Write("predicates.json", """["on", "riding"]""");
        folder.Write("objects.json", """["person", "bike"]""");
        return folder.Write("annotations_train.json", json);
    }

    private static string WriteGenome(TemporaryFolder folder, string json)
    {
        folder.Write("object_list.txt", "man\nbike\n");
        folder.Write("object_alias.txt", "man,guy,guys\nhyssop,hyssops\n");
        folder.Write("vg_predicate_list.txt", "riding\non\n");
        folder.Write("vg_predicate_alias.txt", "riding,riding a,riding on\nriding on,riding on a\n");
        return folder.Write("scene_graphs.json", json);
    }
}
