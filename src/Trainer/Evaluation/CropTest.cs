using VlDistill.Metrics;
using VlDistill.Trainer.Data.Crops;
using VlDistill.Trainer.Export;
using VlDistill.Trainer.Tasks;

namespace VlDistill.Trainer.Evaluation;

/// <summary>Scores what a stage took the test crops for at the end of its training.</summary>
public static class CropTest
{
    /// <summary>Accuracy with a value per crop, and its mean over classes with a value per class.</summary>
    /// <exception cref="UserException">The stage's predictions are damaged.</exception>
    public static (Dictionary<string, double> Figures, Dictionary<string, double[]> Samples) Run(FinishedStage stage)
    {
        var classes = File.ReadAllLines(stage.Folder.In(CropTask.ClassesFile));
        var places = classes.Index().ToDictionary(c => c.Item, c => c.Index);
        var crops = PredictedCrop.Load(stage.Folder.In(CropTask.TestFile));
        var scores = ClassScores.Of([.. crops.Select(c => places[c.Predicted])], [.. crops.Select(c => places[c.Class])], classes.Length);
        return (new Dictionary<string, double>(scores.Named), new Dictionary<string, double[]>
        {
            ["accuracy"] = [.. crops.Select(c => c.Class == c.Predicted ? 1.0 : 0)],
            ["meanClassAccuracy"] = [.. scores.Recalls.Where(double.IsFinite)],
        });
    }
}
