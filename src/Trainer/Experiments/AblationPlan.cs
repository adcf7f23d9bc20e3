using System.Text.Json.Nodes;
using VlDistill.Trainer.Evaluation;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Experiments;

/// <summary>All jobs of an ablation and the cells they serve.</summary>
/// <remarks>
/// A stage is trained once for the same settings and seed: its key is a hash of its own effective settings, of those of every stage
/// it reads, and of the seed. The first cell that needs it owns it; others read it from there.
/// </remarks>
public sealed class AblationPlan
{
    /// <summary>Key of the job that runs the shared stages.</summary>
    public const string Shared = "shared";

    private readonly Grid grid;
    private readonly AblationOptions options;
    private readonly Recipe common;
    private readonly List<Job> jobs = [];
    private readonly Dictionary<string, string> owners = [], commands = [];
    private readonly List<string> shared = [];

    /// <exception cref="UserException">The grid does not fit the recipe, or a cell's folder holds a stage that was trained with other settings.</exception>
    public AblationPlan(Grid grid, AblationOptions options)
    {
        (this.grid, this.options) = (grid, options);
        common = Recipe.Load(options.Recipe, options.Set);
        foreach (var stage in grid.Stages.Concat(grid.Teacher.Length > 0 ? [grid.Teacher] : [])) StageLinks.Settings(common, stage);
        if (grid.Stages.Contains(grid.Teacher)) throw new UserException($"\"teacher\" {grid.Teacher} is trained for each cell; it must be a shared stage.");
        if (grid.Teacher.Length > 0) Share(StageLinks.Closure(common, grid.Teacher));
        // One seed of every cell before the second of any, so that an early report shows the whole grid.
        (GridCell Cell, ulong Seed)[] runs = [.. Enumerable.Range(0, grid.Cells.Max(Seeds)).SelectMany(i => grid.Cells.Where(c => i < Seeds(c)).Select(c => (c, options.Seed + (ulong)i)))];
        foreach (var (cell, seed) in runs) ClaimFinished(cell, seed);
        Runs = [.. runs.Select(r => Plan(r.Cell, r.Seed))];
        if (grid.Teacher.Length > 0) jobs.Insert(0, TestJob(new StageFolder(options.Run, grid.Teacher), [], "test of " + grid.Teacher, [Shared]));
        jobs.Insert(0, SharedJob());
    }

    /// <summary>Every cell with every seed, seed by seed.</summary>
    public IReadOnlyList<CellRun> Runs { get; }

    /// <summary>In the order they should run.</summary>
    public IReadOnlyList<Job> Jobs => jobs;

    /// <summary>The run's stages that all cells share, in the recipe's order.</summary>
    public IReadOnlyList<string> SharedStages => [.. common.Stages.Select(s => s.Name).Where(shared.Contains)];

    private int Seeds(GridCell cell) => cell.Seeds > 0 ? Math.Min(cell.Seeds, options.Seeds) : options.Seeds;

    private Recipe RecipeOf(GridCell cell) => Recipe.Load(options.Recipe, [.. options.Set, .. cell.Set ?? []]);

    /// <summary>What an earlier grid has finished stays where it is, whichever cell comes first now.</summary>
    private void ClaimFinished(GridCell cell, ulong seed)
    {
        var recipe = RecipeOf(cell);
        foreach (var stage in StageLinks.Closure(recipe, grid.ModelOf(cell)).Where(grid.Stages.Contains))
            if (new StageFolder(options.CellFolder(cell, seed), stage).IsFinished) owners.TryAdd(StageLinks.Key(recipe, stage, seed), options.CellFolder(cell, seed));
    }

    private CellRun Plan(GridCell cell, ulong seed)
    {
        var recipe = RecipeOf(cell);
        var needed = StageLinks.Closure(recipe, grid.ModelOf(cell));
        foreach (var stage in needed.Where(s => !grid.Stages.Contains(s))) RequireUnchanged(cell, recipe, stage);
        Share(needed.Where(s => !grid.Stages.Contains(s)));
        var folder = options.CellFolder(cell, seed);
        var (trained, typed, bases) = (new List<StageFolder>(), new List<string>(), new List<string>());
        foreach (var stage in needed.Where(grid.Stages.Contains))
        {
            var key = StageLinks.Key(recipe, stage, seed);
            owners.TryAdd(key, folder);
            if (!commands.ContainsKey(key))
            {
                var job = TrainJob(key, cell, seed, recipe, stage, owners[key], bases);
                jobs.Add(job);
                commands[key] = Typed(job.Arguments);
            }
            trained.Add(new StageFolder(owners[key], stage));
            typed.Add(commands[key]);
            if (owners[key] != folder && !bases.Contains(owners[key])) bases.Add(owners[key]);
        }
        var model = trained.Single(f => f.Name == grid.ModelOf(cell));
        if (owners.TryAdd(TestKey(model), folder)) jobs.Add(TestJob(model, bases, $"{cell.Name} seed {seed}: test", [StageLinks.Key(recipe, grid.ModelOf(cell), seed)]));
        return new CellRun(cell, seed, model, trained, typed);
    }

    private void Share(IEnumerable<string> stages) => shared.AddRange(stages.Where(s => !shared.Contains(s)));

    private void RequireUnchanged(GridCell cell, Recipe recipe, string stage)
    {
        if (!JsonNode.DeepEquals(StageLinks.Effective(StageLinks.Settings(recipe, stage)), StageLinks.Effective(StageLinks.Settings(common, stage))))
            throw new UserException($"cell {cell.Name} changes stage {stage}, which all cells share; add it to the grid's \"stages\".");
    }

    private Job SharedJob()
    {
        // Features of eyes that the cells read are made by one process beforehand and not by the first cells in turn.
        var features = common.Stages.OfType<FeaturesSettings>().Where(f => f.Eyes.All(shared.Contains)).Select(f => f.Name);
        Share(features);
        var names = SharedStages;
        return new Job(Shared, "shared stages", [],
            [.. Train(options.Seed, options.Run), .. options.Set.SelectMany(s => (string[])["--set", s]), .. names.SelectMany(s => (string[])["--stage", s])],
            Path.Combine(options.Run, "shared.log"), () => names.All(s => new StageFolder(options.Run, s).IsFinished));
    }

    private Job TrainJob(string key, GridCell cell, ulong seed, Recipe recipe, string stage, string run, IReadOnlyList<string> bases)
    {
        var folder = new StageFolder(run, stage);
        FinishedSettings.RequireSame(folder, StageLinks.Effective(StageLinks.Settings(recipe, stage)), cell.Name);
        string[] needs = [Shared, .. StageLinks.Closure(recipe, stage).Where(s => s != stage && grid.Stages.Contains(s)).Select(s => StageLinks.Key(recipe, s, seed))];
        return new Job(key, $"{cell.Name} seed {seed}: {stage}", needs, TrainArguments(cell, seed, stage, run, bases),
            Path.Combine(run, "log.txt"), () => folder.IsFinished);
    }

    private Job TestJob(StageFolder stage, IReadOnlyList<string> bases, string title, IReadOnlyList<string> needs)
    {
        var run = Path.GetDirectoryName(stage.Path)!;
        var arguments = new List<string> { "evaluate", "--run", run, "--stage", stage.Name };
        foreach (var at in bases.Append(options.Run).Where(b => b != run)) arguments.AddRange(["--base", at]);
        foreach (var at in Data()) arguments.AddRange(["--data", at]);
        if (grid.Teacher.Length > 0 && grid.Teacher != stage.Name) arguments.AddRange(["--teacher", grid.Teacher]);
        arguments.AddRange(["--pictures", $"{grid.Pictures}", "--threads", options.Jobs > 1 ? "1" : "0"]);
        return new Job(TestKey(stage), title, needs, arguments, Path.Combine(run, "log.txt"), () => TestReport.IsCurrent(stage, grid.Teacher.Length > 0 && grid.Teacher != stage.Name ? new StageFolder(options.Run, grid.Teacher) : null));
    }

    private static string TestKey(StageFolder stage) => "test " + stage.Path;

    private IReadOnlyList<string> TrainArguments(GridCell cell, ulong seed, string stage, string folder, IEnumerable<string> bases)
    {
        var arguments = new List<string>(Train(seed, folder));
        IEnumerable<string> lanes = options.Jobs > 1 ? ["lanes=1"] : [];
        foreach (var set in lanes.Concat(options.Set).Concat(cell.Set ?? [])) arguments.AddRange(["--set", set]);
        foreach (var at in bases.Append(options.Run).Where(b => b != folder)) arguments.AddRange(["--base", at]);
        return [.. arguments, "--stage", stage];
    }

    private IEnumerable<string> Train(ulong seed, string folder) =>
        ["train", options.Recipe, "--seed", $"{seed}", "--out", folder, "--resume", "--attached", .. Data().SelectMany(d => (string[])["--data", d])];

    private IEnumerable<string> Data() => options.Data.Where(d => !d.StartsWith("cache=", StringComparison.Ordinal)).Append($"cache={options.Cache}");

    /// <summary>The command as a person types it; the hidden option is ours.</summary>
    private static string Typed(IEnumerable<string> arguments) =>
        "./vldistill " + string.Join(' ', arguments.Where(a => a != "--attached").Select(a => a.Any(c => c is ' ' or '"' or '[' or '*') ? $"'{a}'" : a));
}
