using System.Text;
using VlDistill.Datasets;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Evaluation;
using VlDistill.Trainer.Export;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Experiments;

/// <summary>Writes what an ablation found so far into the run folder: a page that needs no other file, its numbers, and the main table.</summary>
public static class ExperimentReport
{
    public const string PageFile = "report.html", NumbersFile = "report.json", TableFile = "report.md";

    private const string DevFigure = "dev ciderD";

    /// <summary>Writes the three files.</summary>
    public static void Write(Grid grid, AblationOptions options, AblationPlan plan)
    {
        var results = ExperimentResults.Collect(grid, options, plan);
        JsonFile.Write(Path.Combine(options.Run, NumbersFile), results, form: RecipeJson.Options);
        File.WriteAllText(Path.Combine(options.Run, TableFile), MarkdownTable.Write(results, grid.Shown));
        var body = new StringBuilder();
        foreach (var table in grid.Shown) body.AppendLine(ResultTables.Cells(results, table)).AppendLine(Curves(plan, table));
        body.AppendLine(ResultTables.Differences(results));
        body.AppendLine(Strips(grid, options, plan));
        body.AppendLine(ResultTables.Runs(results));
        File.WriteAllText(Path.Combine(options.Run, PageFile), ReportPage.Wrap(results, body.ToString()));
    }

    /// <summary>Dev figures over steps of a table's cells; what is still in training counts with what it has.</summary>
    private static string Curves(AblationPlan plan, GridTable table)
    {
        var curves = new List<Curve>();
        var figure = DevFigure;
        foreach (var name in table.Cells)
        {
            var metrics = plan.Runs.Where(r => r.Cell.Name == name && File.Exists(r.Model.Metrics)).Select(r => LearningCurves.Read(r.Model.Metrics)).ToList();
            if (metrics.SelectMany(m => m).All(s => s.Name != figure) && metrics.SelectMany(m => m).FirstOrDefault(s => s.Name.StartsWith("dev ", StringComparison.Ordinal)) is { Name: { } other }) figure = other;
            var seeds = metrics.SelectMany(m => m.Where(s => s.Name == figure).Take(1)).Select(s => (IReadOnlyList<(double, double)>)s.Points).ToList();
            if (seeds.Count > 0) curves.Add(Curve.Join(name, seeds));
        }
        return curves.Count == 0 ? "" : $"<figure>{CurveChart.Draw(curves, "optimiser steps", figure.Replace("ciderD", "CIDEr-D, greedy"))}<figcaption>Learning curves, {table.Title}: mean over seeds, shaded between the lowest and the highest seed; the last value in brackets.</figcaption></figure>";
    }

    private static string Strips(Grid grid, AblationOptions options, AblationPlan plan)
    {
        if (grid.Teacher.Length == 0) return "";
        var (better, worse) = grid.Compare is { Count: > 0 } pairs ? (pairs[0][0], pairs[0][1]) : (grid.Cells.Select(c => c.Name).LastOrDefault(n => n != grid.Baseline) ?? grid.Baseline, grid.Baseline);
        var shown = new[] { better, worse }.Distinct().Select(name => (Name: name, Run: plan.Runs.FirstOrDefault(r => r.Cell.Name == name && r.Model.IsFinished && TestReport.Read(r.Model) is not null))).ToList();
        if (shown.Any(s => s.Run is null)) return "";
        var data = DataFolders.Parse(options.Data).Open(FinishedStage.Read(shown[0].Run!.Model).Setting("data"));
        return new AttentionPage(data, new StageFolder(options.Run, grid.Teacher), [.. shown.Select(s => (s.Name, s.Run!.Model))]).Write();
    }
}
