using VlDistill.Trainer.Recipes;

namespace VlDistill.Trainer.Tests.Recipes;

public sealed class RecipeTests
{
    private const string Two = """{ "stages": [ { "name": "eyes", "task": "detector", "epochs": 2 }, { "name": "student", "task": "caption", "width": 64 } ] }""";

    [Fact]
    public void Parse_Override_BeatsTheDefaultAndLeavesTheRest()
    {
        var recipe = Recipe.Parse(Two, "r.json", []);

        var eyes = Assert.IsType<DetectorSettings>(recipe.Stages[0]);
        Assert.Equal(2, eyes.Epochs);
        Assert.Equal(new DetectorSettings().BatchSize, eyes.BatchSize);
        Assert.Equal(64, Assert.IsType<CaptionSettings>(recipe.Stages[1]).Width);
    }

    [Fact]
    public void Parse_UnknownKey_NamesKeyNearestAndFile()
    {
        var error = Assert.Throws<UserException>(() => Recipe.Parse(Two.Replace("epochs", "epoch"), "r.json", []));

        Assert.Contains("r.json", error.Message);
        Assert.Contains("\"epoch\"", error.Message);
        Assert.Contains("did you mean \"epochs\"", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("\"epochs\": 2", "\"epochs\": \"two\"", "must be a number")]
    [InlineData("\"epochs\": 2", "\"epochs\": -1", "between 0 and 10000")]
    [InlineData("\"epochs\": 2", "\"batchSize\": 1.5", "must be a whole number")]
    [InlineData("\"epochs\": 2", "\"schedule\": \"steep\"", "one of constant, linear, cosine")]
    [InlineData("\"detector\"", "\"detect\"", "must be one of boxes, detector")]
    [InlineData("\"student\"", "\"eyes\"", "two stages are named")]
    [InlineData("\"stages\"", "\"stage\"", "list \"stages\"")]
    public void Parse_BadValue_SaysWhatIsAllowed(string old, string replacement, string expected)
    {
        var error = Assert.Throws<UserException>(() => Recipe.Parse(Two.Replace(old, replacement), "r.json", []));

        Assert.Contains(expected, error.Message);
        Assert.Contains("r.json", error.Message);
    }

    [Fact]
    public void Parse_Set_ReachesAllStagesOrTheNamedOne()
    {
        var recipe = Recipe.Parse(Two, "r.json", ["batchSize=4", "student.learningRate=0.5", "student.eyes=eyes"]);

        Assert.All(recipe.Stages.Cast<TrainingSettings>(), s => Assert.Equal(4, s.BatchSize));
        Assert.Equal(0.5, ((TrainingSettings)recipe.Stages[1]).LearningRate);
        Assert.NotEqual(0.5, ((TrainingSettings)recipe.Stages[0]).LearningRate);
        Assert.Equal("eyes", ((CaptionSettings)recipe.Stages[1]).Eyes);
    }

    [Theory]
    [InlineData("wdth=4")]
    [InlineData("student.wdth=4")]
    [InlineData("width")]
    public void Parse_BadSet_NamesIt(string set) =>
        Assert.Contains(set, Assert.Throws<UserException>(() => Recipe.Parse(Two, "r.json", [set])).Message);

    public static TheoryData<string> ShippedRecipes => [.. Recipe.Shipped];

    [Theory]
    [MemberData(nameof(ShippedRecipes))]
    public void Load_ShippedRecipe_IsValid(string name) => Assert.NotEmpty(Recipe.Load(name, []).Stages);

    [Fact]
    public void Shipped_AreTheRecipesOfAllSystems() =>
        Assert.All((string[])["smoke", "distillvlm", "easy-vqa", "relations", "relations-scenes", "vild", "ffsd", "adain", "wsd-tags"], name => Assert.Contains(name, Recipe.Shipped));

    [Fact]
    public void Load_NotJson_NamesTheFileAndLine()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("bad.json"), "{\n \"stages\": [ }");

        var error = Assert.Throws<UserException>(() => Recipe.Load(folder.File("bad.json"), []));

        Assert.Contains("bad.json", error.Message);
        Assert.Contains("line 2", error.Message);
    }
}
