using System.Text.Json;
using VlDistill.Trainer.Experiments;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Tests.Experiments;

public sealed class AblationPlanTests : IDisposable
{
    private const string RecipeText = """
        { "stages": [ { "name": "eyes", "task": "detector", "data": "scenes" },
                      { "name": "teacher", "task": "caption", "data": "scenes", "eyes": "eyes", "boxes": "eyes", "width": 64 },
                      { "name": "pretrain", "task": "pretrain", "data": "scenes", "eyes": "eyes", "boxes": "eyes", "tags": "eyes", "distil": { "teacher": "teacher" } },
                      { "name": "student", "task": "caption", "data": "scenes", "eyes": "eyes", "boxes": "eyes", "init": "pretrain", "distil": { "teacher": "teacher" } } ] }
        """;

    private readonly TemporaryFolder folder = new();

    public AblationPlanTests() => File.WriteAllText(folder.File("r.json"), RecipeText);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Plan_CellsThatShareAStage_TrainItOnce()
    {
        var plan = Plan("""{ "name": "all" }""", """{ "name": "no-attention", "set": ["student.distil.attention=0"] }""");

        Assert.Equal(["shared stages", "test of teacher", "all seed 1: pretrain", "all seed 1: student", "all seed 1: test", "no-attention seed 1: student", "no-attention seed 1: test"], plan.Jobs.Select(j => j.Title));
        Assert.Equal(plan.Runs[0].Trained[0].Path, plan.Runs[1].Trained[0].Path);
        var second = plan.Jobs.Single(j => j.Title == "no-attention seed 1: student");
        Assert.Contains(plan.Jobs.Single(j => j.Title == "all seed 1: pretrain").Key, second.Needs);
        Assert.Contains(folder.File(Path.Combine("run", "cells", "all", "seed-1")), second.Arguments);
    }

    [Fact]
    public void Plan_CellWithoutPretraining_DoesNotTrainIt()
    {
        var plan = Plan("""{ "name": "none", "set": ["student.init=", "student.distil.teacher="] }""");

        Assert.Equal(["student"], Assert.Single(plan.Runs).Trained.Select(f => f.Name));
        Assert.Equal(["eyes", "teacher"], plan.SharedStages);
    }

    [Fact]
    public void Plan_SeveralSeeds_GoRoundTheCellsSeedBySeed()
    {
        var plan = Plan(2, """{ "name": "a" }""", """{ "name": "b", "seeds": 1, "set": ["student.dropout=0"] }""");

        Assert.Equal([("a", 1UL), ("b", 1UL), ("a", 2UL)], plan.Runs.Select(r => (r.Cell.Name, r.Seed)));
        Assert.Equal(2, plan.Runs.Where(r => r.Cell.Name == "a").Select(r => r.Trained[0].Path).Distinct().Count());
    }

    [Fact]
    public void Plan_CellWithAModelOfItsOwn_TestsThatStageAndTrainsItOnce()
    {
        var plan = Plan("""{ "name": "all" }""", """{ "name": "first", "model": "pretrain" }""");

        Assert.Equal(["pretrain"], plan.Runs[1].Trained.Select(f => f.Name));
        Assert.Equal(plan.Runs[0].Trained[0].Path, plan.Runs[1].Model.Path);
        Assert.Equal(["shared stages", "test of teacher", "all seed 1: pretrain", "all seed 1: student", "all seed 1: test", "first seed 1: test"], plan.Jobs.Select(j => j.Title));
    }

    [Fact]
    public void Plan_CellThatChangesASharedStage_IsRefused() =>
        Assert.Contains("changes stage teacher", Assert.Throws<UserException>(() => Plan("""{ "name": "a", "set": ["teacher.width=32"] }""")).Message);

    [Fact]
    public void Plan_StageTrainedWithOtherSettings_IsRefused()
    {
        Finish("a", "student", StageLinks.Settings(Recipe.Parse(RecipeText, "r.json", ["student.dropout=0.5"]), "student"));

        var message = Assert.Throws<UserException>(() => Plan("""{ "name": "a" }""")).Message;

        Assert.Contains("cell a", message);
        Assert.Contains("dropout=0.5", message);
    }

    [Fact]
    public void Plan_StageFinishedByALaterCell_StaysThere()
    {
        Finish("b", "pretrain", StageLinks.Settings(Recipe.Parse(RecipeText, "r.json", []), "pretrain"));

        var plan = Plan("""{ "name": "a" }""", """{ "name": "b", "set": ["student.dropout=0"] }""");

        Assert.All(plan.Runs, run => Assert.Equal(folder.File(Path.Combine("run", "cells", "b", "seed-1", "pretrain")), run.Trained[0].Path));
    }

    private void Finish(string cell, string stage, StageSettings settings)
    {
        var written = new StageFolder(folder.File(Path.Combine("run", "cells", cell, "seed-1")), stage);
        Directory.CreateDirectory(written.Path);
        File.WriteAllText(written.Config, JsonSerializer.Serialize(new { Settings = StageLinks.Effective(settings) }, RecipeJson.Options));
        written.Finish(new { });
    }

    private AblationPlan Plan(params string[] cells) => Plan(1, cells);

    private AblationPlan Plan(int seeds, params string[] cells)
    {
        var grid = Grid.Parse($$"""{ "stages": ["pretrain", "student"], "model": "student", "teacher": "teacher", "cells": [ {{string.Join(", ", cells)}} ] }""", "g.json");
        return new AblationPlan(grid, new AblationOptions(folder.File("r.json"), [], [], 1, seeds, 2, folder.File("run"), folder.File("cache"), true));
    }
}
