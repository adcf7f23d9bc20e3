using VlDistill.Datasets;
using VlDistill.Metrics;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Export;
using VlDistill.Trainer.Methods.WsdTags;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;

namespace VlDistill.Trainer.Evaluation;

/// <summary>A photograph of a test split.</summary>
/// <param name="Boxes">Labelled boxes; null where nobody labelled it.</param>
/// <param name="Tags">Caption words it deserves.</param>
public sealed record TestPhotograph(string Path, IReadOnlyList<TruthBox>? Boxes, IReadOnlySet<string> Tags);

/// <summary>The photographs of a run's test split with what a bundle's eyes should find there.</summary>
/// <param name="Classes">Of the boxes.</param>
/// <param name="Tags">The frequent caption words of training pictures that are scored; empty without captions.</param>
public sealed record TestPhotographs(IReadOnlyList<TestPhotograph> Pictures, IReadOnlyList<string> Classes, IReadOnlyList<string> Tags)
{
    private static readonly WsdStudentSettings rule = new();

    /// <summary>Those of the student's data set, with the boxes its eyes were taught by.</summary>
    /// <exception cref="UserException">The data set is not among the folders, or its pictures are drawn.</exception>
    public static TestPhotographs Open(FinishedRun run, DataFolders folders)
    {
        var student = run.Stage("student");
        var data = folders.Open(student.Setting("data"));
        if (data.FileOf is not { } fileOf) throw new UserException($"{run.Folder}: was trained on {data.Name}, which has no photographs to measure the bundle on; leave --data and --against out.");
        var (classes, boxes) = Boxes(run, data, run.Stage(student.Setting("eyes")).Setting("boxes"));
        return new TestPhotographs(
            [.. data.Test.Select(s => new TestPhotograph(fileOf(s), boxes.GetValueOrDefault(s.Id), CaptionTags.Shipped.Of(s.Captions, rule.Agreeing)))], classes,
            CaptionTags.Shipped.Frequent(data.Train.Select(s => s.Captions), rule.Agreeing, rule.MinimumPictures));
    }

    /// <param name="stage">What made the boxes; empty = the data set's own.</param>
    private static (IReadOnlyList<string> Classes, Dictionary<string, IReadOnlyList<TruthBox>> Boxes) Boxes(FinishedRun run, DataSet data, string stage)
    {
        if (stage.Length == 0) return (data.Labels, data.Test.Where(s => s.Boxes is not null).ToDictionary(s => s.Id, s => s.Boxes!));
        var instances = CocoInstances.Load(run.Stage(stage).Folder.In(BoxesStage.ResultFile));
        return (instances.Labels, instances.Images.ToDictionary(i => i.FileName, i => i.Boxes));
    }
}
