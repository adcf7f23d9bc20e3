using VlDistill.Metrics;
using VlDistill.Trainer.Evaluation;
using VlDistill.Trainer.Export;
using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Experiments;

/// <summary>One trained and tested cell with one seed.</summary>
/// <param name="Minutes">Training of all its stages, also of those it shares with other cells.</param>
public sealed record RunResult(ulong Seed, string Folder, string Commit, double Minutes, IReadOnlyList<string> Commands, IReadOnlyDictionary<string, double> Figures);

/// <summary>A cell over its tested seeds.</summary>
public sealed record CellResult(string Name, string Title, IReadOnlyList<RunResult> Runs, IReadOnlyDictionary<string, Spread> Figures);

/// <summary>Two cells on the same pictures and seeds.</summary>
/// <param name="Seeds">Difference of each seed both have.</param>
public sealed record CellComparison(string First, string Second, string Metric, PairedDifference All, IReadOnlyDictionary<ulong, double> Seeds);

/// <summary>Everything the report tells in numbers; <c>report.json</c>.</summary>
/// <param name="Hours">Training and testing, each stage counted once.</param>
public sealed record ExperimentResults(
    string Title, string Recipe, string Metric, DateTimeOffset Written, double Hours, int Missing,
    IReadOnlyDictionary<string, double> Teacher, IReadOnlyList<CellResult> Cells, IReadOnlyList<CellComparison> Differences, IReadOnlyList<CellComparison> AgainstBaseline)
{
    /// <summary>A cell's gain over a table's baseline; null for the baseline itself and while one of the two is missing.</summary>
    public PairedDifference? Gain(string cell, string baseline) => AgainstBaseline.FirstOrDefault(c => c.First == cell && c.Second == baseline)?.All;

    /// <summary>Reads what is there; cells still in work have no runs yet.</summary>
    public static ExperimentResults Collect(Grid grid, AblationOptions options, AblationPlan plan)
    {
        var tested = plan.Runs.Select(run => (Run: run, Test: run.Model.IsFinished ? TestReport.Read(run.Model) : null)).Where(t => t.Test is not null)
            .Select(t => (t.Run, Test: t.Test!)).ToList();
        CellResult[] cells = [.. grid.Cells.Select(cell => Result(cell, [.. tested.Where(t => t.Run.Cell == cell)]))];
        var compared = (grid.Compare ?? []).SelectMany(pair => Metrics(tested).Select(metric => Compare(tested, pair[0], pair[1], metric))).OfType<CellComparison>();
        var against = grid.Shown.SelectMany(t => t.Cells.Where(c => c != t.Baseline).Select(c => (Cell: c, t.Baseline))).Distinct()
            .Select(pair => Compare(tested, pair.Cell, pair.Baseline, grid.Metric)).OfType<CellComparison>();
        var stages = plan.Runs.SelectMany(r => r.Trained).Concat(plan.SharedStages.Select(s => new StageFolder(options.Run, s))).DistinctBy(f => f.Path).Where(f => f.IsFinished);
        return new ExperimentResults(grid.Title, options.Recipe, grid.Metric, DateTimeOffset.UtcNow, stages.Sum(Seconds) / 3600, plan.Runs.Count - tested.Count,
            grid.Teacher.Length > 0 && TestReport.Read(new StageFolder(options.Run, grid.Teacher)) is { } teacher ? teacher.Figures : new Dictionary<string, double>(),
            cells, [.. compared], [.. against]);
    }

    private static CellResult Result(GridCell cell, IReadOnlyList<(CellRun Run, TestReport Test)> tested)
    {
        var figures = tested.SelectMany(t => t.Test.Figures.Keys).Distinct()
            .ToDictionary(name => name, name => Spread.Of([.. tested.Where(t => t.Test.Figures.ContainsKey(name)).Select(t => t.Test.Figures[name])]));
        return new CellResult(cell.Name, cell.Title, [.. tested.Select(t => new RunResult(t.Run.Seed, t.Run.Model.Path, FinishedStage.Read(t.Run.Model).Commit,
            t.Run.Trained.Where(f => f.IsFinished).Sum(TrainingSeconds) / 60, t.Run.Commands, t.Test.Figures))], figures);
    }

    private static IEnumerable<string> Metrics(IEnumerable<(CellRun Run, TestReport Test)> tested) => tested.SelectMany(t => t.Test.Samples.Keys).Distinct();

    /// <summary>Over the seeds both cells have; null where there is none or the metric has no values per picture.</summary>
    private static CellComparison? Compare(IReadOnlyList<(CellRun Run, TestReport Test)> tested, string first, string second, string metric)
    {
        var (a, b) = (Of(first), Of(second));
        ulong[] seeds = [.. a.Keys.Where(b.ContainsKey).Order()];
        if (seeds.Length == 0) return null;
        return new CellComparison(first, second, metric, PairedBootstrap.Compare([.. seeds.Select(s => a[s])], [.. seeds.Select(s => b[s])]),
            seeds.ToDictionary(s => s, s => a[s].Average() - b[s].Average()));

        Dictionary<ulong, double[]> Of(string name) => tested.Where(t => t.Run.Cell.Name == name && t.Test.Samples.ContainsKey(metric)).ToDictionary(t => t.Run.Seed, t => t.Test.Samples[metric]);
    }

    private static double TrainingSeconds(StageFolder stage) => (double?)FinishedStage.Read(stage).Report["seconds"] ?? 0;

    private static double Seconds(StageFolder stage) => TrainingSeconds(stage) + (TestReport.Read(stage)?.Seconds ?? 0);
}
