using VlDistill.Datasets;
using VlDistill.Metrics;
using VlDistill.Trainer.Export;
using VlDistill.Trainer.Methods.WsdTags;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Evaluation;

/// <summary>Scores what a tag stage said about the test pictures at the end of its training, and where a teacher saw the tags.</summary>
public static class TagTest
{
    /// <summary>The figures of multi-label classification with each tag's average precision; for a teacher also its places.</summary>
    /// <exception cref="UserException">The stage left no predictions, or the pictures are not those it saw.</exception>
    public static (Dictionary<string, double> Figures, Dictionary<string, double[]> Samples) Run(RunContext context, FinishedStage stage)
    {
        var data = context.Data.Open(stage.Setting("data"));
        var agreeing = (int)stage.Settings["agreeing"]!;
        var references = data.Test.ToDictionary(s => s.Id, s => CaptionTags.Shipped.Of(s.Captions, agreeing));
        var tags = File.ReadAllLines(stage.Folder.In(TagTask.TagsFile));
        var file = stage.Folder.In(TagTask.TestFile);
        var match = TagMatch.Of(PictureTags.Load(file), file, references, $"the test split of {data.Name}", tags, word => word);
        var scores = TagScores.Of(match.Scores, match.Truth, tags.Length);
        var figures = new Dictionary<string, double>(scores.Named);
        if (File.Exists(stage.Folder.In(WsdTeacherTask.BoxesFile)) && PseudoBoxes(context, stage) is { } boxes)
            foreach (var (name, value) in TagPlaces.Measure(PredictedBox.Load(stage.Folder.In(WsdTeacherTask.BoxesFile)), boxes)) figures[name] = value;
        return (figures, new Dictionary<string, double[]> { [TagTask.Metric] = [.. scores.Precisions.Where(double.IsFinite)] });
    }

    /// <summary>The boxes that the student's detector was taught with, where that was a stage of this run.</summary>
    private static CocoInstances? PseudoBoxes(RunContext context, FinishedStage stage)
    {
        var source = FinishedStage.Read(context.Finished(stage.Setting("boxes"))).Setting("boxes");
        return source.Length == 0 ? null : CocoInstances.Load(context.Finished(source).In(BoxesStage.ResultFile));
    }
}
