using System.Text.Json;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Evaluation;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Tests.Training;
using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Tests.Methods.AdaIn;

public sealed class AdaInTagTaskTests : IDisposable
{
    private const string Common = """ "task": "adain-tags", "data": "scenes", "size": 32, "agreeing": 1, "epochs": 0, "batchSize": 8, "warmupSteps": 2, "evaluateEvery": 100, "evaluateOn": 20, "logEvery": 1 """;

    private const string Json = $$"""
        { "stages": [
          { "name": "teacher", "trunk": "tiny", "transfer": { "kind": "none" }, "steps": 2, {{Common}} },
          { "name": "student", "trunk": "slim", "transfer": { "teacher": "teacher" }, "steps": 2, {{Common}} } ] }
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Train_StudentOfATagTeacher_HasAllTermsAndIsTested()
    {
        StageRunner.Run(Context([]), ["teacher", "student"]);
        var line = JsonDocument.Parse(File.ReadLines(new StageFolder(folder.Path, "student").Metrics).First()).RootElement;

        Assert.All((string[])["tags", "statistics", "adain"], term => Assert.True(line.GetProperty(term).GetDouble() > 0, term));
        Assert.InRange(new StageTest(Context([]), "student", "", 0, 1).Run().Figures["mAP"], 0, 1);
    }

    [Fact]
    public void Train_OddSize_IsRefused() => Assert.Contains("multiple of 32", Assert.Throws<UserException>(() => StageRunner.Run(Context(["size=40"]), ["teacher"])).Message);

    private RunContext Context(string[] overrides) =>
        new(folder.Path, Recipe.Parse(Json, "r.json", overrides), DataFolders.Parse([]), 9, true, new SilentProgress(), CancellationToken.None);
}
