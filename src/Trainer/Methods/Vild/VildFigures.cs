using VlDistill.Datasets;
using VlDistill.Metrics;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Methods.Vild;

/// <summary>Figures of open-vocabulary detection by name, and for some the value of each class, whose mean the figure is.</summary>
public sealed record VildFigures(Dictionary<string, double> Figures, Dictionary<string, double[]> Samples)
{
    /// <summary>Begins figures on the first test pictures alone, those whose crops were classified.</summary>
    public const string Compared = "compared ";

    private const string FileName = "test.json";

    /// <summary>AP and AP50 of novel, base and all classes; <paramref name="prefix"/> begins the names.</summary>
    public void Add(string prefix, IReadOnlyList<DetectionSample> samples, VildData data)
    {
        var scores = DetectionScores.Of(samples);
        foreach (var (group, labels) in ((string, IReadOnlySet<int>)[])[("novel", data.Novel), ("base", data.Base), ("all", new HashSet<int>([.. data.Novel, .. data.Base]))])
        {
            var score = scores.Of(labels);
            if (score.Classes == 0) continue;
            (Figures[$"{prefix}{group} AP50"], Figures[$"{prefix}{group} AP"]) = (score.Ap50, score.Ap);
            var frequent = scores.Classes.Where(c => labels.Contains(c.Key) && c.Value.Boxes >= DetectionScores.FrequentBoxes).Select(c => c.Value.Ap50).ToArray();
            if (frequent.Length > 0) Figures[$"{prefix}{group} AP50, 10+ boxes"] = frequent.Average();
            Samples[$"{prefix}{group} AP50"] = [.. scores.Classes.Where(c => labels.Contains(c.Key)).OrderBy(c => c.Key).Select(c => c.Value.Ap50)];
        }
        foreach (var (label, score) in scores.Classes.Where(c => data.Novel.Contains(c.Key))) Figures[$"{prefix}AP50 {data.Labels[label]}"] = score.Ap50;
    }

    public static VildFigures Empty() => new([], []);

    /// <summary>What a stage measured on the test pictures at the end of its training.</summary>
    public static VildFigures Read(StageFolder folder) => JsonFile.Read<VildFigures>(folder.In(FileName), RecipeJson.Line);

    public void Save(StageFolder folder) => JsonFile.Write(folder.In(FileName), this, form: RecipeJson.Line);
}
