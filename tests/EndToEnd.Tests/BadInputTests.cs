namespace VlDistill.EndToEnd.Tests;

/// <summary>Each fault gives one line that names what is wrong, and exit code 2; a wrong command line gives code 1.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("[{\"file_name\": \"a.jpg\"}]", "caption")]
    [InlineData("[{\"caption\": \"a dog\"}]", "file_name")]
    [InlineData("{\"not\": \"a list\"}", "predictions.json")]
    [InlineData("not JSON", "predictions.json")]
    public void EvalCaption_PredictionsWithoutFields_NamesThem(string predictions, string named)
    {
        var references = folder.Write("references.txt", "a.jpg#0\tA dog runs .\n");

        var run = ProgramRun.Trainer("eval", "caption", "--predictions", folder.Write("predictions.json", predictions), "--references", references);

        AssertOneLine(run, named);
        Assert.Contains("predictions.json", run.Errors);
    }

    [Fact]
    public void EvalCaption_MissingReferences_NamesTheFile()
    {
        var predictions = folder.Write("predictions.json", "[{\"file_name\": \"a.jpg\", \"caption\": \"a dog\"}]");

        AssertOneLine(ProgramRun.Trainer("eval", "caption", "--predictions", predictions, "--references", folder.At("nowhere.txt")), "nowhere.txt");
    }

    [Fact]
    public void Caption_MissingPictures_NamesTheFolder() =>
        AssertOneLine(ProgramRun.Trainer("caption", "--images", folder.At("nowhere"), "--out", folder.At("out.json")), "nowhere");

    [Fact]
    public void Caption_FolderWithoutBundle_NamesIt()
    {
        var picture = folder.Write("a.jpg", "text");

        AssertOneLine(ProgramRun.Trainer("caption", "--images", picture, "--bundle", folder.At(""), "--out", folder.At("out.json")), "manifest.json");
    }

    [Fact]
    public void Ask_MissingPicture_NamesIt() => AssertOneLine(ProgramRun.Trainer("ask", "--image", folder.At("nowhere.jpg"), "--question", "is there a dog ?"), "nowhere.jpg");

    [Fact]
    public void Ask_FolderWithoutBundle_NamesIt() =>
        AssertOneLine(ProgramRun.Trainer("ask", "--image", Picture.Write(folder.At("42.bmp")), "--question", "is there a dog ?", "--bundle", folder.At("")), "manifest.json");

    [SkippableFact]
    public void Demo_MissingBundle_NamesIt() =>
        AssertOneLine(ProgramRun.Demo("demo", "--headless", "--seconds", "1", "--bundle", folder.At("nowhere")), "nowhere");

    [Theory]
    [InlineData("nowhere", "nowhere")]
    [InlineData("smoke", "colour", "--set", "colour=blue")]
    [InlineData("smoke", "steps", "--set", "steps=many")]
    [InlineData("smoke", "atlas", "--data", "atlas=/nowhere/atlas")]
    public void Train_WrongRecipe_NamesIt(string recipe, string named, params string[] arguments) =>
        AssertOneLine(ProgramRun.Trainer(["train", recipe, "--out", folder.At("run"), .. arguments]), named);

    [Fact]
    public void Export_MissingRun_NamesIt() =>
        AssertOneLine(ProgramRun.Trainer("export", "--run", folder.At("nowhere"), "--out", folder.At("bundle")), "nowhere");

    [Theory]
    [InlineData("caption")]
    [InlineData("caption", "--images", "a.jpg", "--out", "b.json", "--beam", "0")]
    [InlineData("ask", "--image", "a.jpg")]
    [InlineData("juggle")]
    [InlineData("eval", "juggling", "--predictions", "a", "--references", "b")]
    public void Trainer_WrongCommandLine_ExitsWithOne(params string[] arguments) => Assert.Equal(1, ProgramRun.Trainer(arguments).ExitCode);

    [SkippableFact]
    public void Demo_UnknownLanes_ExitsWithOne() => Assert.Equal(1, ProgramRun.Demo("demo", "--lanes", "sideways").ExitCode);

    private static void AssertOneLine(ProgramRun run, string named)
    {
        Assert.True(run.ExitCode == 2, $"exit code {run.ExitCode}: {run.Errors}");
        Assert.Contains(named, Assert.Single(run.ErrorLines));
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
    }
}
