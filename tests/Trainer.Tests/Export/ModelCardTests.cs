using System.Text.Json.Nodes;
using VlDistill.Bundles;
using VlDistill.Datasets;
using VlDistill.Metrics;
using VlDistill.Regions;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Data.Relations;
using VlDistill.Trainer.Evaluation;
using VlDistill.Trainer.Export;
using VlDistill.Trainer.Models;
using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Tests.Export;

/// <summary>What the card of an exported bundle says beside what the run itself did.</summary>
public sealed class ModelCardTests : TinyRun
{
    [Fact]
    public void Write_RelationStage_CardTellsLabelsBaselinesAndVerdicts()
    {
        WriteEyes();
        WriteCaptioner("student");
        WriteRelations("student-relations", "");
        File.WriteAllText(new StageFolder(Run, "student-relations").In("config.json"),
            File.ReadAllText(new StageFolder(Run, "student-relations").Config).Replace("\"mined\"", "\"relations\"", StringComparison.Ordinal));
        Tested("student-relations", 0.75);
        Save(WriteStage("prior", new JsonObject { ["task"] = "relation-prior" }), new TagBlock(new TagBlockConfig(Channels, 8, 3)), new Dictionary<string, string>());
        Tested("prior", 0.5);
        var picture = new RelationPicture("a.jpg", 10, 10, [new NamedBox("dog", new Box(0, 0, 1, 1)), new NamedBox("bench", new Box(0, 0.5f, 1, 1))],
            [new Relation(0, "on", 1, Relation.FromCaption), new Relation(1, "left of", 0, Relation.FromBoxes)]);
        RelationFile.Save(RelationSplits.FileOf(WriteStage("relations", new JsonObject { ["task"] = "relation-labels" }).Path, "test"), new RelationSet("mined by rules", ["on", "left of"], [picture]));
        File.WriteAllLines(At("verdicts.tsv"), MinedPair.Of(new RelationSet("", [], [picture])).Select((p, i) => $"{p.Key}\t{(i == 0 ? "right" : "wrong")}"));

        new BundleExport(Run, Target, sources: new CardSources(Verdicts: At("verdicts.tsv"))).Write();

        var card = File.ReadAllText(Path.Combine(Target, "MODEL_CARD.md"));
        Assert.Matches(@"\| student-relations \| 0\.\d\d M \| 2 \| 0\.750 \| ", card);
        Assert.Contains("| names alone | | | 0.500 | ", card);
        Assert.Contains("Labels: mined by rules. The test split has 2 in 1 pictures.", card);
        Assert.Contains("100 % of 1 from captions (100 % with every predicate as frequent as it was mined), 0 % of 1 from boxes", card);
        Assert.Contains("--out BUNDLE --label-verdicts FILE\n", card);
    }

    [Fact]
    public void Write_AgainstItsOwnCopy_EverythingIsTheSameAndNothingIsTimed()
    {
        WriteEyes();
        WriteCaptioner("student");
        new BundleExport(Run, At("before")).Write();

        new BundleExport(Run, Target, sources: new CardSources(Against: At("before"))).Write();

        var card = File.ReadAllText(Path.Combine(Target, "MODEL_CARD.md"));
        Assert.Contains("8 of this bundle's files are the same as there, 0 changed, 0 came, 0 went.", card);
        Assert.Contains("| detection AP50, any class | not measured | not measured | same |", card);
        Assert.Contains("| ms per frame, student | not measured | not measured | same |", card);
        Assert.DoesNotContain("teacher |", card[card.IndexOf("## Against", StringComparison.Ordinal)..card.IndexOf("## Training", StringComparison.Ordinal)]);
        Assert.Contains("--out BUNDLE --against BUNDLE\n", card);
    }

    [Fact]
    public void Write_AgainstAnotherCaptioner_SaysWhichFilesChanged()
    {
        WriteEyes();
        WriteCaptioner("student");
        new BundleExport(Run, At("before")).Write();
        Directory.Delete(Path.Combine(Run, "student"), recursive: true);
        WriteCaptioner("student");

        new BundleExport(Run, Target, sources: new CardSources(Against: At("before"))).Write();

        var card = File.ReadAllText(Path.Combine(Target, "MODEL_CARD.md"));
        Assert.Contains("| CIDEr-D, beam 3, student | not measured | not measured | changed |", card);
        Assert.Contains("Changed: student/weights.bin\n", card);
    }

    [Fact]
    public void Write_PhotographsAndAnotherBundle_MeasuresAndTimesBoth()
    {
        WriteEyes();
        WriteCaptioner("student");
        new BundleExport(Run, At("before")).Write();
        WriteEyes();
        var data = WritePhotographs();

        new BundleExport(Run, Target, sources: new CardSources(DataFolders.Parse([$"coco={data}"]), At("before"), TimedPhotographs: 1)).Write();

        var figures = Bundle.Load(Target).Manifest.Detector.Figures!;
        Assert.Equal([BundleTest.AnyClassAp50, BundleTest.Ap50], figures.Keys);
        var card = File.ReadAllText(Path.Combine(Target, "MODEL_CARD.md"));
        Assert.Matches(@"\| detection AP50, any class \| \d\.\d{3} \| \d\.\d{3} \| changed \|", card);
        Assert.Matches(@"\| ms per frame, student \| \d+\.\d \| \d+\.\d \| changed \|", card);
        Assert.Contains("median of 1 test photographs", card);
        Assert.Contains("--out BUNDLE --data NAME=DIR… --against BUNDLE\n", card);
    }

    [Fact]
    public void Write_AgainstNothing_SaysThatNoBundleIsThere()
    {
        WriteEyes();
        WriteCaptioner("student");

        var fault = Assert.Throws<UserException>(() => new BundleExport(Run, Target, sources: new CardSources(Against: At("nowhere"))).Write());

        Assert.Contains("no bundle there", fault.Message);
        Assert.False(Directory.Exists(Target));
    }

    [Fact]
    public void Write_DataOfDrawnPictures_RefusesToMeasure()
    {
        WriteEyes();
        WriteCaptioner("student");

        Assert.Contains("has no photographs", Assert.Throws<UserException>(() => new BundleExport(Run, Target, sources: new CardSources(DataFolders.Parse([]))).Write()).Message);
    }

    /// <summary>Six photographs in COCO's layout, two of which are for tests, in place of the run's scenes.</summary>
    private string WritePhotographs()
    {
        var folder = At("coco");
        Directory.CreateDirectory(Path.Combine(folder, "annotations"));
        Directory.CreateDirectory(Path.Combine(folder, "pictures"));
        string[] labels = File.ReadAllLines(new StageFolder(Run, "student-eyes").In("labels.txt"));
        var images = Enumerable.Range(1, 6).Select(i => new LabelledImage(i, $"{i}.ppm", 2, 1, [new TruthBox(Box.Whole, 0)])).ToArray();
        foreach (var image in images) File.WriteAllText(Path.Combine(folder, "pictures", image.FileName), "P3 2 1 255 10 20 30 30 40 50\n");
        new CocoInstances(labels, [.. Enumerable.Range(1, labels.Length)], images).Save(Path.Combine(folder, "annotations", "instances_tiny.json"));
        foreach (var config in new[] { "student", "student-eyes" }.Select(s => new StageFolder(Run, s).Config))
            File.WriteAllText(config, File.ReadAllText(config).Replace("\"scenes\"", "\"coco\"", StringComparison.Ordinal));
        return folder;
    }
}
