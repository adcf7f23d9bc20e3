using VlDistill.Metrics;
using VlDistill.Trainer.Data.Crops;
using VlDistill.Trainer.Export;
using VlDistill.Trainer.Tasks;

namespace VlDistill.Trainer.Evaluation;

/// <summary>Scores what a stage took the test crops for at the end of its training.</summary>
public static class CropTest
{
    /// <summary>Accuracy with a value per crop, and its mean over classes with a value per class; also the accuracy of the stage's other networks, where it has tested them.</summary>
    /// <exception cref="UserException">The stage's predictions are damaged.</exception>
    public static (Dictionary<string, double> Figures, Dictionary<string, double[]> Samples) Run(FinishedStage stage)
    {
        var classes = File.ReadAllLines(stage.Folder.In(CropTask.ClassesFile));
        var places = classes.Index().ToDictionary(c => c.Item, c => c.Index);
        var crops = PredictedCrop.Load(stage.Folder.In(CropTask.TestFile));
        var scores = ClassScores.Of([.. crops.Select(c => places[c.Predicted])], [.. crops.Select(c => places[c.Class])], classes.Length);
        var figures = new Dictionary<string, double>(scores.Named);
        var samples = new Dictionary<string, double[]> { ["accuracy"] = Right(crops), ["meanClassAccuracy"] = [.. scores.Recalls.Where(double.IsFinite)] };
        var prefix = CropTask.OthersFile("*").Split('*')[0];
        foreach (var file in Directory.GetFiles(stage.Folder.Path, CropTask.OthersFile("*")).Order(StringComparer.Ordinal))
        {
            var name = $"{Path.GetFileNameWithoutExtension(file)[prefix.Length..]} accuracy";
            samples[name] = Right(PredictedCrop.Load(file));
            figures[name] = samples[name].Average();
        }
        return (figures, samples);
    }

    private static double[] Right(IEnumerable<PredictedCrop> crops) => [.. crops.Select(c => c.Class == c.Predicted ? 1.0 : 0)];
}
