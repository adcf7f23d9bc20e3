using System.CommandLine;
using System.Text.Json;
using VlDistill.Datasets;
using VlDistill.Tests.Inference;
using VlDistill.Trainer.Commands;

namespace VlDistill.Trainer.Tests.Commands;

public sealed class PictureCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly StringWriter output = new();
    private readonly string pictures;
    private readonly string bundle;

    public PictureCommandTests()
    {
        bundle = folder.File("bundle");
        TinyBundle.Write(bundle);
        pictures = Directory.CreateDirectory(folder.File("pictures")).FullName;
        foreach (var name in new[] { "000000000042.ppm", "b.ppm" }) File.WriteAllBytes(Path.Combine(pictures, name), [.. "P6 2 1 255\n"u8, 10, 20, 30, 30, 40, 50]);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Caption_Folder_WritesOneEntryPerPictureInOrder()
    {
        Assert.Equal(0, Run(new CaptionCommand(), "--images", pictures, "--bundle", bundle, "--out", folder.File("c.json"), "--length-penalty", "0"));

        Assert.Equal([new PredictedCaption("000000000042.ppm", 42, "b c e"), new("b.ppm", null, "b c e")], PredictedCaption.Load(folder.File("c.json")));
    }

    [Fact]
    public void Caption_List_KeepsOnlyItsPictures()
    {
        var list = folder.Write("list.txt", "b.ppm\n");

        Run(new CaptionCommand(), "--images", pictures, "--list", list, "--bundle", bundle, "--model", "teacher", "--out", folder.File("c.json"));

        Assert.Equal("b.ppm", Assert.Single(PredictedCaption.Load(folder.File("c.json"))).FileName);
    }

    [Fact]
    public void Caption_TextFileNamedJpg_KeepsTheOthersAndNamesIt()
    {
        File.WriteAllText(Path.Combine(pictures, "a.jpg"), "dear diary");

        var message = Assert.Throws<UserException>(() => Run(new CaptionCommand(), "--images", pictures, "--bundle", bundle, "--out", folder.File("c.json"))).Message;

        Assert.StartsWith(Path.Combine(pictures, "a.jpg"), message);
        Assert.Equal(2, PredictedCaption.Load(folder.File("c.json")).Count);
    }

    [Theory]
    [InlineData("--beam", "0")]
    [InlineData("--beam", "many")]
    [InlineData("--max-words", "1000")]
    [InlineData("--nonsense", "1")]
    public void Caption_BadOption_IsAUsageError(string option, string value)
    {
        Assert.Equal(ExitCode.Usage, Run(new CaptionCommand(), "--images", pictures, "--out", folder.File("c.json"), option, value));
    }

    [Fact]
    public void Detect_Picture_GivesBoxesInItsOwnPixels()
    {
        Run(new DetectCommand(), "--images", Path.Combine(pictures, "000000000042.ppm"), "--bundle", bundle, "--out", folder.File("d.json"), "--score", "0.5");

        var found = PredictedBox.Load(folder.File("d.json"));
        Assert.Equal(["dog", "person"], found.Select(b => b.Category!));
        Assert.Equal([1, 0.5, 1, 0.5], found[1].Bbox!);
        Assert.Equal(42, found[1].ImageId);
    }

    [Theory]
    [InlineData("yak, a walrus,emu")]
    [InlineData("@prompts.txt")]
    public void Detect_Prompts_GivesThemAsCategories(string prompts)
    {
        folder.Write("prompts.txt", "yak\r\n\r\nemu\r\n");
        TinyBundle.Write(folder.File("open"), namesWidth: 3);
        var argument = prompts.Replace("@", "@" + folder.Path + Path.DirectorySeparatorChar, StringComparison.Ordinal);

        Run(new DetectCommand(), "--images", Path.Combine(pictures, "000000000042.ppm"), "--bundle", folder.File("open"), "--out", folder.File("d.json"), "--prompts", argument, "--score", "0.55");

        // The left place is an emu (its cosine is 1), the right a yak; the walrus has no say at this score.
        Assert.Equal(["emu", "yak"], PredictedBox.Load(folder.File("d.json")).Select(b => b.Category!));
        Assert.Equal([0, 0, 1, 0.5], PredictedBox.Load(folder.File("d.json"))[0].Bbox!);
    }

    [Theory]
    [InlineData(" , ", "names nothing")]
    [InlineData("dog,?!", "'?!'")]
    [InlineData("@absent.txt", "absent.txt does not exist")]
    public void Detect_BadPrompts_AreTold(string prompts, string reason) => Assert.Contains(reason,
        Assert.Throws<UserException>(() => Run(new DetectCommand(), "--images", pictures, "--bundle", bundle, "--out", folder.File("d.json"), "--prompts", prompts)).Message);

    [Fact]
    public void Detect_Prompts_SaysTheBundleHasNoSuchHead()
    {
        var message = Assert.Throws<UserException>(
            () => Run(new DetectCommand(), "--images", pictures, "--bundle", bundle, "--out", folder.File("d.json"), "--prompts", "red bus")).Message;

        Assert.Contains("no open-vocabulary head", message);
    }

    [Fact]
    public void Tag_Pictures_GivesTheWordsAboveTheScoreBestFirst()
    {
        Run(new TagCommand(), "--images", pictures, "--bundle", bundle, "--out", folder.File("t.json"), "--score", "0");

        using var tags = JsonDocument.Parse(File.ReadAllText(folder.File("t.json")));
        var scores = tags.RootElement[0].GetProperty("tags").EnumerateArray().Select(t => t.GetProperty("score").GetDouble()).ToArray();
        Assert.Equal(Directory.GetFiles(pictures).Length, tags.RootElement.GetArrayLength());
        Assert.Equal(File.ReadAllLines(Path.Combine(bundle, "tags.txt")).Length, scores.Length);
        Assert.Equal(scores.OrderDescending(), scores);
    }

    [Fact]
    public void Tag_Top_GivesThatManyOfTheBest()
    {
        Run(new TagCommand(), "--images", pictures, "--bundle", bundle, "--out", folder.File("all.json"), "--score", "0");
        Run(new TagCommand(), "--images", pictures, "--bundle", bundle, "--out", folder.File("one.json"), "--score", "0", "--top", "1");

        Assert.Equal(PictureTags.Load(folder.File("all.json")).Select(p => p.Tags[0]), PictureTags.Load(folder.File("one.json")).Select(p => Assert.Single(p.Tags)));
        Assert.Equal(ExitCode.Usage, Run(new TagCommand(), "--images", pictures, "--bundle", bundle, "--out", folder.File("t.json"), "--top", "0"));
    }

    [Fact]
    public void EvalDetect_OwnDetections_ScoresThem()
    {
        Run(new DetectCommand(), "--images", pictures, "--bundle", bundle, "--out", folder.File("d.json"));
        var truth = new CocoInstances(["person", "dog"], [1, 18],
        [
            new(42, "000000000042.ppm", 200, 100, [new(new(0, 0, 0.5f, 0.5f), 1), new(new(0.5f, 0.5f, 1, 1), 0)]),
            new(1, "b.ppm", 200, 100, [new(new(0, 0, 0.5f, 0.5f), 1)]),
        ]);
        truth.Save(folder.File("truth.json"));

        Assert.Equal(0, Run(new EvalCommand(), "detect", "--predictions", folder.File("d.json"), "--references", folder.File("truth.json")));

        using var scores = JsonDocument.Parse(output.ToString());
        Assert.Equal(1, scores.RootElement.GetProperty("AP50 dog (2)").GetDouble(), 1e-6);
        Assert.Equal(JsonValueKind.Null, scores.RootElement.GetProperty("mean AP50 of classes with 10+ boxes").ValueKind);
    }

    [Fact]
    public void EvalDetect_Groups_ScoresEachAndNamesAnUnknownClass()
    {
        Run(new DetectCommand(), "--images", pictures, "--bundle", bundle, "--out", folder.File("d.json"));
        new CocoInstances(["person", "dog"], [1, 18], [new(1, "b.ppm", 200, 100, [new(new(0, 0, 0.5f, 0.5f), 1), new(new(0, 0, 0.1f, 0.1f), 0)]), new(42, "000000000042.ppm", 200, 100, [], HasBoxes: false)])
            .Save(folder.File("truth.json"));
        string[] arguments = ["detect", "--predictions", folder.File("d.json"), "--references", folder.File("truth.json"), "--groups"];

        Assert.Equal(0, Run(new EvalCommand(), [.. arguments, folder.Write("g.json", """{"novel": ["dog"], "base": ["person"], "all": ["dog", "person"]}""")]));

        using var scores = JsonDocument.Parse(output.ToString());
        Assert.Equal([1, 0, 0.5], ((string[])["AP50_novel", "AP50_base", "AP_all"]).Select(name => scores.RootElement.GetProperty(name).GetDouble()));
        Assert.Contains("group 'novel' has class 'unicorn'", Assert.Throws<UserException>(() => Run(new EvalCommand(), [.. arguments, folder.Write("u.json", """{"novel": ["unicorn"]}""")])).Message);
    }

    [Fact]
    public void EvalDetect_Lvis_ScoresByFrequency()
    {
        var references = folder.Write("lvis.json", """
            {"images":[{"id":1,"width":100,"height":100,"coco_url":"http://x/val2017/1.jpg","neg_category_ids":[2],"not_exhaustive_category_ids":[]}],
             "annotations":[{"image_id":1,"category_id":1,"bbox":[0,0,50,50]},{"image_id":1,"category_id":2,"bbox":[50,50,50,50]}],
             "categories":[{"id":1,"name":"dog","frequency":"f"},{"id":2,"name":"aerosol_can","frequency":"r"},{"id":3,"name":"cat","frequency":"c"}]}
            """);
        var predictions = folder.Write("p.json", """
            [{"image_id":1,"category_id":1,"bbox":[0,0,50,50],"score":0.5},{"image_id":1,"category":"aerosol can","bbox":[0,0,9,9],"score":0.9},{"file_name":"1.jpg","category":"cat","bbox":[0,0,9,9],"score":0.9}]
            """);

        Assert.Equal(0, Run(new EvalCommand(), "detect", "--predictions", predictions, "--references", references));

        using var scores = JsonDocument.Parse(output.ToString());
        Assert.Equal([0.5, 0.5, 1, 0], ((string[])["AP", "AP50", "AP_f", "AP_r"]).Select(name => scores.RootElement.GetProperty(name).GetDouble()));
        Assert.All((string[])["AP_c", "class-agnostic AP50"], name => Assert.Equal(JsonValueKind.Null, scores.RootElement.GetProperty(name).ValueKind));
    }

    [Fact]
    public void EvalCaption_OwnReferences_ScoresFull()
    {
        var references = folder.Write("r.txt", "a.jpg#0\tA black dog runs on the beach .\nb.jpg#0\tTwo men sit at a table .\n");
        var predictions = folder.Write("p.json", """[{"file_name":"a.jpg","caption":"a black dog runs on the beach"},{"file_name":"b.jpg","caption":"two men sit at a table"}]""");

        Assert.Equal(0, Run(new EvalCommand(), "caption", "--predictions", predictions, "--references", references));

        using var scores = JsonDocument.Parse(output.ToString());
        Assert.Equal(1, scores.RootElement.GetProperty("BLEU-4").GetDouble(), 1e-6);
        Assert.Equal(10, scores.RootElement.GetProperty("CIDEr-D").GetDouble(), 1e-6);
    }

    [Fact]
    public void EvalTags_TagsAndCaptions_AreScoredAlike()
    {
        var predictions = folder.Write("p.json", """[{"file_name":"a.jpg","tags":[{"name":"dog","score":0.9},{"name":"ball","score":0.2}]},{"file_name":"b.jpg","tags":[{"name":"puppy","score":0.4},{"name":"ball","score":0.7}]}]""");
        var tags = folder.Write("t.json", """[{"file_name":"a.jpg","tags":[{"name":"dog","score":1}]},{"file_name":"b.jpg","tags":[{"name":"ball","score":1}]}]""");
        var captions = folder.Write("c.txt", "a.jpg#0\tA dog .\na.jpg#1\tTwo puppies on sand .\nb.jpg#0\tA ball\nb.jpg#1\tThe balls , a dog");
        var list = folder.Write("list.txt", "ball\ndog\n");

        Assert.Equal(0, Run(new EvalCommand(), "tags", "--predictions", predictions, "--references", tags));
        var first = output.ToString();
        output.GetStringBuilder().Clear();
        Assert.Equal(0, Run(new EvalCommand(), "tags", "--predictions", predictions, "--references", captions, "--list", list));

        Assert.Equal(first, output.ToString());
        using var scores = JsonDocument.Parse(first);
        Assert.All((string[])["mAP", "CF1", "OF1", "AP dog", "AP ball"], name => Assert.Equal(1, scores.RootElement.GetProperty(name).GetDouble(), 1e-6));
        Assert.Equal(2, scores.RootElement.GetProperty("tags").GetDouble());
    }

    [Fact]
    public void EvalTags_PerTag_PrintsATableBesideTheJson()
    {
        var predictions = folder.Write("p.json", """[{"file_name":"a.jpg","tags":[{"name":"dog","score":0.9}]},{"file_name":"b.jpg","tags":[{"name":"dog","score":0.8}]}]""");
        var tags = folder.Write("t.json", """[{"file_name":"a.jpg","tags":[{"name":"dog","score":1}]},{"file_name":"b.jpg","tags":[]}]""");
        var errors = new StringWriter();

        new EvalCommand().Parse(["tags", "--predictions", predictions, "--references", tags, "--per-tag"]).Invoke(new InvocationConfiguration { Output = output, Error = errors });

        Assert.Equal(["tag  pictures     AP  precision  recall     F1", "dog         1  1.000      0.500   1.000  0.667"], errors.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        using var scores = JsonDocument.Parse(output.ToString());
        Assert.Equal(1, scores.RootElement.GetProperty("AP dog").GetDouble());
    }

    [Fact]
    public void EvalTags_CaptionsWithoutTrainingList_SaysWhatToGive()
    {
        var predictions = folder.Write("p.json", """[{"file_name":"a.jpg","tags":[]}]""");
        var captions = folder.Write("c.txt", "a.jpg#0\tA dog .\n");

        Assert.Contains("give --list", Assert.Throws<UserException>(() => Run(new EvalCommand(), "tags", "--predictions", predictions, "--references", captions)).Message);
    }

    [Fact]
    public void Eval_WithoutKind_IsAUsageError() => Assert.Equal(ExitCode.Usage, Run(new EvalCommand()));

    private int Run(Command command, params string[] arguments) =>
        command.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null }).Invoke(new InvocationConfiguration { Output = output, Error = TextWriter.Null, EnableDefaultExceptionHandler = false });
}
