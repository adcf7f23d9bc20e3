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
        ("R@50", "R@50 k=1"), ("R@100", "R@100 k=1"), ("R@50 from captions", "caption R@50 k=1"), ("R@50 from boxes", "boxes R@50 k=1"), ("R@50 zero-shot", "zero-shot R@50 k=1"),
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
        foreach (var stage in related.SelectMany(run.Around).Where(s => s.Setting("task") is "relation-prior" or "relation-spatial").DistinctBy(s => s.Folder.Path))
            if (TestReport.IsCurrent(stage.Folder, null) && TestReport.Read(stage.Folder) is { } report)
                card.AppendLine($"| {(stage.Setting("task") == "relation-prior" ? "names alone" : "boxes alone")} | | | {Figures(f => report.Figures.TryGetValue(f, out var v) ? v : null)} |");
        foreach (var source in related.Select(s => Labels(run, s)).Distinct()) Describe(card, source, verdicts);
    }

    private static string Predicates(FinishedRun run, string model)
    {
        var list = run.Has(model + RelationNetworks.Suffix) ? run.Stage(model + RelationNetworks.Suffix).Folder.In(RelationTask.PredicatesFile) : "";
        return File.Exists(list) ? $"{File.ReadLines(list).Count()}" : "";
    }

    private static string Figures(Func<string, double?> figure) => string.Join(" | ", columns.Select(c => figure(c.Figure) is { } value ? CardText.Number(value) : ""));

    /// <summary>The file with the labels of the test split; empty where the data set brings its own.</summary>
    private static string Labels(FinishedRun run, FinishedStage stage)
    {
        var source = stage.Setting("relations");
        var folder = run.Around(stage).FirstOrDefault(s => s.Folder.Name == source)?.Folder.Path ?? source;
        return RelationSplits.FileOf(folder, "test") is var file && File.Exists(file) ? file : "";
    }

    private static void Describe(StringBuilder card, string labels, string? verdicts)
    {
        card.AppendLine();
        if (labels.Length == 0)
        {
            card.AppendLine("The relations are those the data set comes with.");
            return;
        }
        var set = RelationFile.Load(labels);
        var mined = MinedPair.Of(set);
        card.Line($"Labels: {set.Description}. The test split has {set.Pictures.Sum(p => p.Relations.Count)} in {set.Pictures.Count(p => p.Relations.Count > 0)} pictures.");
        if (mined.Count == 0) return;
        if (verdicts is null)
        {
            card.AppendLine("Nobody's verdicts on these labels were at hand when this card was written.");
            return;
        }
        var figures = LabelVerdicts.Load(verdicts).Figures(mined);
        var sources = new[] { (Key: Relation.FromCaption, Name: "captions"), (Key: Relation.FromBoxes, Name: "boxes") }.Where(s => figures.ContainsKey($"{s.Key} precision"))
            .Select(s => FormattableString.Invariant($"{figures[$"{s.Key} precision"]:0.0 %} of {figures[$"{s.Key} pairs"]} from {s.Name} ({figures[$"{s.Key} precision, weighted"]:0.0 %} with every predicate as frequent as it was mined)"));
        card.AppendLine($"Somebody who looked at the pictures calls right: {string.Join(", ", sources)}. A network that agrees with the labels agrees with their mistakes too.");
    }
}
