using VlDistill.Datasets;
using VlDistill.Regions;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Data.Relations;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Tests.Data.Relations;
using VlDistill.Trainer.Tests.Training;
using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Tests.Stages;

public sealed class RelationLabelsStageTests
{
    [Fact]
    public void Frequent_RareInTraining_IsGoneEverywhere()
    {
        var splits = new RelationSplits("", [], [Picture("on", "on", "near")], [Picture("near")], [Picture("near", "on")]);

        var kept = RelationLabelsStage.Frequent(splits, 2);

        Assert.Equal(["on"], kept.Predicates);
        Assert.Equal(2, kept.Train[0].Relations.Count);
        Assert.Empty(kept.Dev[0].Relations);
        Assert.Equal("on", Assert.Single(kept.Test[0].Relations).Predicate);
    }

    [Theory]
    [InlineData("besideCaptions", "left of, riding, right of, right of, left of", "")]
    [InlineData("everywhere", "left of, riding, right of, right of, left of", "left of, right of")]
    [InlineData("nowhere", "riding", "")]
    public void Run_SmallFlickr_MinesEverySplit(string speak, string spoken, string silent)
    {
        using var run = new TemporaryFolder();
        using var data = new TemporaryFolder();
        Directory.CreateDirectory(data.File("Images"));
        foreach (var name in (string[])["a.jpg", "b.jpg"]) File.WriteAllText(Path.Combine(data.File("Images"), name), "");
        data.Write("Flickr8k.token.txt", "a.jpg#0\tA man rides a bike .\nb.jpg#0\tTwo men .\n");
        foreach (var (split, name) in new[] { ("train", "a.jpg"), ("dev", "b.jpg"), ("test", "b.jpg") }) data.Write($"Flickr_8k.{split}Images.txt", name);
        VisualGenomeLists.Write(data);
        WriteBoxes(run, "boxes-low");
        const string Json = """{ "stages": [ { "name": "relations", "task": "relation-labels", "minimumPairs": 1 } ] }""";
        var recipe = Recipe.Parse(Json, "r.json", [$"relations.predicates={data.File("vg_predicate_list.txt")}", $"relations.fromBoxes={speak}"]);

        StageRunner.Run(new RunContext(run.Path, recipe, DataFolders.Parse([$"flickr8k={data.Path}"]), 1, true, new SilentProgress(), default), []);

        var folder = new StageFolder(run.Path, "relations").Path;
        Assert.Equal(spoken, Predicates("train"));
        Assert.Equal(silent, Predicates("test"));

        string Predicates(string split) => string.Join(", ", RelationFile.Load(RelationSplits.FileOf(folder, split)).Pictures.SelectMany(p => p.Relations.Select(r => r.Predicate)));
    }

    /// <summary>A finished box stage: two people left and right, the first one's bike too unsure to count by itself.</summary>
    private static void WriteBoxes(TemporaryFolder run, string stage)
    {
        var folder = new StageFolder(run.Path, stage);
        Directory.CreateDirectory(folder.Path);
        const string Boxes = "[[0,0.1,0.1,0.4,0.8,0.9],[0,0.7,0.1,0.9,0.9,0.8],[1,0.1,0.5,0.5,0.95,0.2]]";
        // Train, dev and test in their order; dev and test have the same picture.
        File.WriteAllLines(folder.In("boxes.jsonl"), [.. ((string[])["a.jpg", "b.jpg", "b.jpg"]).Select(id => $$"""{"Id":"{{id}}","Width":100,"Height":100,"Boxes":{{Boxes}}}""")]);
        new CocoInstances(["person", "bicycle"], [1, 2], [new(1, "a.jpg", 100, 100, []), new(2, "b.jpg", 100, 100, [])]).Save(folder.In(BoxesStage.ResultFile));
        folder.Finish(new BoxesReport(2, 4, ""));
    }

    private static RelationPicture Picture(params string[] predicates) =>
        new("a.jpg", 1, 1, [new("dog", Box.Whole), new("ball", Box.Whole)], [.. predicates.Select((p, i) => new Relation(i % 2, p, 1 - i % 2))]);
}
