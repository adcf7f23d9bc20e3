using System.Globalization;
using System.Text;
using VlDistill.Bundles;
using VlDistill.Datasets;
using VlDistill.Trainer.Data.Relations;
using VlDistill.Trainer.Evaluation;
using VlDistill.Trainer.Methods.RvlBert;

namespace VlDistill.Trainer.Export;

/// <summary>The model card's section on relation networks: what they were taught by, what they find, and how right their labels are.</summary>
public static class RelationSection
{
    private static readonly (string Title, string Figure)[] columns =
    [
        ("R@50", "R@50 k=1"), ("R@50 from captions", "caption R@50 k=1"), ("R@50 from boxes", "boxes R@50 k=1"), ("R@50 zero-shot", "zero-shot R@50 k=1"),
        ("R@50, mean over predicates", "mean R@50 k=1"),
    ];

    /// <param name="verdicts">File of verdicts on mined test relations (<see cref="LabelVerdicts"/>); null = nobody looked.</param>
    /// <exception cref="UserException">The file of verdicts is damaged or absent.</exception>
    public static void Write(StringBuilder card, FinishedRun run, IReadOnlyDictionary<string, BundleModel> models, string? verdicts)
    {
        var related = models.Where(m => m.Value.Relations is not null && run.Has(m.Key + RelationNetworks.Suffix)).Select(m => run.Stage(m.Key + RelationNetworks.Suffix)).ToArray();
        if (related.Length == 0) return;
        card.Section("Relations");
        card.AppendLine("Each network scores predicates between every two of at most 12 named boxes. Recall on test pictures: boxes and names given, one predicate per pair;");
        card.AppendLine("zero-shot: names that training never shows in that relation. The rows without parameters never see the picture: they know the names, or the boxes.").AppendLine();
        card.AppendLine($"| network | parameters | predicates | {string.Join(" | ", columns.Select(c => c.Title))} |").AppendLine($"|---|---|---|{string.Concat(columns.Select(_ => "---|"))}");
        foreach (var (name, model) in models.Where(m => m.Value.Relations is not null))
            card.Line($"| {name}{RelationNetworks.Suffix} | {model.Relations!.Parameters / 1e6:0.00} M | {Predicates(run, name)} | {Figures(f => model.Relations.Figures.TryGetValue($"test {f}", out var v) ? v : null)} |");
        foreach (var (task, report) in related.SelectMany(run.Around).Select(Baseline).OfType<(string, TestReport)>().DistinctBy(b => b.Item2.Checkpoint))
            card.AppendLine($"| {task} | | | {Figures(f => report.Figures.TryGetValue(f, out var v) ? v : null)} |");
        foreach (var text in related.Select(s => Labels(run, s)).Distinct().Select(l => Describe(l, verdicts)).Distinct()) card.AppendLine().AppendLine(text);
    }

    /// <summary>What never sees the picture and was tested; null for any other stage.</summary>
    private static (string, TestReport)? Baseline(FinishedStage stage)
    {
        var name = stage.Setting("task") switch { "relation-prior" => "names alone", "relation-spatial" => "boxes alone", _ => null };
        return name is not null && TestReport.IsCurrent(stage.Folder, null) ? (name, TestReport.Read(stage.Folder)!) : null;
    }

    private static string Predicates(FinishedRun run, string model)
    {
        var list = run.Has(model + RelationNetworks.Suffix) ? run.Stage(model + RelationNetworks.Suffix).Folder.In(RelationTask.PredicatesFile) : "";
        return File.Exists(list) ? $"{File.ReadLines(list).Count()}" : "";
    }

    private static string Figures(Func<string, double?> figure) => string.Join(" | ", columns.Select(c => figure(c.Figure)?.ToString("0.000", CultureInfo.InvariantCulture)));

    /// <summary>The file with the labels of the test split; empty where the data set brings its own.</summary>
    private static string Labels(FinishedRun run, FinishedStage stage)
    {
        var source = stage.Setting("relations");
        var folder = run.Around(stage).FirstOrDefault(s => s.Folder.Name == source)?.Folder.Path ?? source;
        return RelationSplits.FileOf(folder, "test") is var file && File.Exists(file) ? file : "";
    }

    private static string Describe(string labels, string? verdicts)
    {
        if (labels.Length == 0) return "The relations are those the data set comes with.";
        var set = RelationFile.Load(labels);
        var mined = MinedPair.Of(set);
        var what = $"Labels: {set.Description}. The test split has {set.Pictures.Sum(p => p.Relations.Count)} in {set.Pictures.Count(p => p.Relations.Count > 0)} pictures.";
        if (mined.Count == 0) return what;
        if (verdicts is null) return $"{what}\nNobody's verdicts on these labels were at hand when this card was written.";
        var figures = LabelVerdicts.Load(verdicts).Figures(mined);
        var sources = new[] { (Key: Relation.FromCaption, Name: "captions"), (Key: Relation.FromBoxes, Name: "boxes") }.Where(s => figures.ContainsKey($"{s.Key} precision"))
            .Select(s => FormattableString.Invariant($"{figures[$"{s.Key} precision"]:0 %} of {figures[$"{s.Key} pairs"]} from {s.Name} ({figures[$"{s.Key} precision, weighted"]:0 %} with every predicate as frequent as it was mined)"));
        return $"{what}\nSomebody who looked at the pictures calls right: {string.Join(", ", sources)}. A network that agrees with the labels agrees with their mistakes too.";
    }
}
