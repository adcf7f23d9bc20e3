using VlDistill.Datasets;
using VlDistill.Metrics;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Data.Relations;
using VlDistill.Trainer.Data.Scenes;
using VlDistill.Trainer.Methods.RvlBert;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Tests.Training;
using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Tests.Methods.RelationBaselines;

public sealed class RelationBaselineTests
{
    private const string Json = """
        { "stages": [
          { "name": "prior", "task": "relation-prior", "data": "arranged-scenes", "relations": "data", "evaluateOn": 40 },
          { "name": "spatial", "task": "relation-spatial", "data": "arranged-scenes", "relations": "data", "width": 32, "epochs": 0, "steps": 150, "learningRate": 0.01, "evaluateEvery": 150, "evaluateOn": 40 } ] }
        """;

    [Fact]
    public void Train_BothOnScenes_BoxesTellMoreThanNames()
    {
        using var folder = new TemporaryFolder();
        StageRunner.Run(new RunContext(folder.Path, Recipe.Parse(Json, "r.json", []), DataFolders.Parse([]), 3, false, new SilentProgress(), default), []);

        var (prior, spatial) = (Score("prior"), Score("spatial"));
        Assert.InRange(prior, 0.05, 0.6);
        Assert.True(spatial > prior + 0.1, $"prior {prior}, boxes {spatial}");

        double Score(string stage)
        {
            var data = ArrangedSceneData.Open();
            var splits = ArrangedSceneData.Relations(data);
            var said = PredictedRelation.Load(new StageFolder(folder.Path, stage).In(RelationTask.TestFile));
            var samples = RelationMatch.Samples(said, "said", new RelationSet("", splits.Predicates, splits.Test), "scenes");
            return RelationScores.Of(samples, 1, RelationMode.Predicate).All.At50;
        }
    }

    [Fact]
    public void Prior_LearningRate_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var context = new RunContext(folder.Path, Recipe.Parse(Json, "r.json", ["prior.learningRate=0.1"]), DataFolders.Parse([]), 3, false, new SilentProgress(), default);

        Assert.Contains("counted, not learned", Assert.Throws<UserException>(() => StageRunner.Run(context, ["prior"])).Message);
    }
}
