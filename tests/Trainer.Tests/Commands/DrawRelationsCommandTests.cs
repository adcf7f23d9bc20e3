using VlDistill.Frames;
using VlDistill.Trainer.Commands;

namespace VlDistill.Trainer.Tests.Commands;

public sealed class DrawRelationsCommandTests : IDisposable
{
    private const string Labels = """
        {"predicates": ["on"], "pictures": [{"file_name": "a.ppm", "width": 20, "height": 10, "boxes": [{"name": "dog", "bbox": [0, 0, 10, 5]}, {"name": "person", "bbox": [10, 5, 10, 5]}],
          "relations": [{"subject": 0, "predicate": "on", "object": 1, "source": "caption", "phrase": "dog on man"}]}]}
        """;

    private const string Said = """[{"file_name": "a.ppm", "subject": "dog", "subject_bbox": [0, 0, 10, 5], "predicate": "PREDICATE", "object": "person", "object_bbox": [10, 5, 10, 5], "score": 0.5, "size": [20, 10]}]""";

    private readonly TemporaryFolder folder = new();

    public DrawRelationsCommandTests()
    {
        File.WriteAllBytes(folder.File("a.ppm"), [.. "P6 20 10 255\n"u8, .. Enumerable.Repeat((byte)250, 600)]);
        folder.Write("labels.json", Labels);
        folder.Write("on.json", Said.Replace("PREDICATE", "on", StringComparison.Ordinal));
        folder.Write("near.json", Said.Replace("PREDICATE", "near", StringComparison.Ordinal));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Draw_Mined_WritesSheetsAndTheListToFillIn()
    {
        Assert.Contains("has 1 relations on 1 sheets", Run());

        Assert.Equal(["sheet-01.jpg", DrawRelationsCommand.ListFile], Directory.GetFiles(folder.File("out")).Select(p => Path.GetFileName(p)).Order());
        Assert.EndsWith("\t?", File.ReadAllLines(folder.File($"out/{DrawRelationsCommand.ListFile}"))[0]);
    }

    [Fact]
    public void Draw_Predictions_WritesOneSheetAndCountsWhoAgrees()
    {
        Assert.Contains("shows 1 of 1 pictures with a labelled relation; 1 of these agree", Run("--predictions", folder.File("on.json"), "--teacher", folder.File("near.json")));
        Assert.Contains("; 0 of these agree", Run("--predictions", folder.File("near.json")));
        Assert.Equal([DrawRelationsCommand.SheetFile], Directory.GetFiles(folder.File("out")).Select(p => Path.GetFileName(p)));
    }

    [Fact]
    public void Draw_BoxesOnly_ShowsNothingOfThePhotograph()
    {
        Run("--predictions", folder.File("on.json"));
        var bright = Brightness();
        Run("--predictions", folder.File("on.json"), "--boxes-only");

        Assert.True(Brightness() < bright / 2, $"{bright} → {Brightness()}");
    }

    [Fact]
    public void Draw_PredictionsOfOtherBoxes_SayHowToRelate() => Assert.Contains("relate with --boxes", Assert.Throws<UserException>(
        () => Run("--predictions", folder.Write("other.json", Said.Replace("[0, 0, 10, 5]", "[0, 0, 5, 5]", StringComparison.Ordinal)))).Message);

    [Fact]
    public void Draw_MoreThanASheet_IsRefused() => Assert.Contains("room for 24", Assert.Throws<UserException>(() => Run("--predictions", folder.File("on.json"), "--count", "25")).Message);

    /// <summary>Of the middle of the only tile, away from boxes and arrow.</summary>
    private int Brightness()
    {
        using var sheet = PictureReader.Read(folder.File($"out/{DrawRelationsCommand.SheetFile}"));
        return sheet.Pixels[((sheet.Height / 2 - 40) * sheet.Width + 40) * 3];
    }

    private string Run(params string[] more)
    {
        var messages = new StringWriter();
        new DrawRelationsCommand().Parse(["--relations", folder.File("labels.json"), "--images", folder.File("a.ppm"), "--out", folder.File("out"), .. more])
            .Invoke(new() { EnableDefaultExceptionHandler = false, Output = messages, Error = messages });
        return messages.ToString();
    }
}
