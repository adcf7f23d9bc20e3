using System.CommandLine;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Experiments;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Commands;

/// <summary><c>train RECIPE</c>: runs a recipe's stages into a run folder.</summary>
public sealed class TrainCommand : Command
{
    private readonly Argument<string> recipe = new("recipe") { Description = $"A recipe file, or the name of one that ships: {string.Join(", ", Recipe.Shipped)}." };
    private readonly Option<string[]> data = new("--data") { Description = "NAME=DIR: where a data set is; weights=DIR: pretrained networks; cache=DIR: decoded pictures and features." };
    private readonly Option<string[]> set = new("--set") { Description = "key=value or stage.key=value: beats the recipe." };
    private readonly Option<string[]> stage = new("--stage") { Description = "Run only this stage; may be repeated." };
    private readonly Option<ulong> seed = new("--seed") { Description = "Of everything random.", DefaultValueFactory = _ => 1 };
    private readonly Option<string> folder = new("--out") { Description = "The run folder.", DefaultValueFactory = _ => "runs/run" };
    private readonly Option<bool> resume = new("--resume") { Description = "Continue where the run folder stands." };
    private readonly Option<string[]> bases = new("--base") { Description = "Another run folder whose finished stages may be read; may be repeated." };
    private readonly Option<string?> ablate = new("--ablate") { Description = "GRID.json: trains and tests its cells and writes report.html." };
    private readonly Option<int> seeds = new("--seeds") { Description = "With --ablate: seeds per cell, from --seed on.", DefaultValueFactory = _ => 1 };
    private readonly Option<int> jobs = new("--jobs") { Description = "With --ablate: processes side by side; 0 = one per processor.", DefaultValueFactory = _ => 0 };
    private readonly Option<bool> report = new("--report") { Description = "With --ablate: only writes the report of what is finished." };
    private readonly Option<bool> attached = new("--attached") { Description = "Save and stop when standard input ends.", Hidden = true };

    public TrainCommand() : base("train", "Runs a recipe's stages; kill it at any moment and continue with --resume.")
    {
        Add(recipe);
        foreach (var option in (Option[])[data, set, stage, seed, folder, resume, bases, ablate, seeds, jobs, report, attached]) Add(option);
        seeds.Limit<int>(1);
        jobs.Limit<int>(0);
        Validators.Add(result =>
        {
            bool Given(Option option) => result.GetResult(option) is { Implicit: false };
            if (Given(ablate) && ((Option[])[stage, bases]).FirstOrDefault(Given) is { } meant) result.AddError($"{meant.Name} does not go with --ablate, whose grid names its stages and finds their folders");
            if (!Given(ablate) && ((Option[])[seeds, jobs, report]).FirstOrDefault(Given) is { } alone) result.AddError($"{alone.Name} goes with --ablate only");
        });
        SetAction(Run);
    }

    private int Run(ParseResult arguments)
    {
        var output = arguments.InvocationConfiguration.Output;
        var loaded = Recipe.Load(arguments.GetValue(recipe)!, arguments.GetValue(set) ?? []);
        var run = Path.GetFullPath(arguments.GetValue(folder)!);
        Directory.CreateDirectory(run);
        File.WriteAllText(Path.Combine(run, RunContext.RecipeFile), loaded.Text);
        using var stop = new StopSignal();
        if (arguments.GetValue(attached)) stop.ListenToInput();
        var progress = new ConsoleProgress(output, terminal: !Console.IsOutputRedirected);
        var folders = DataFolders.Parse(arguments.GetValue(data) ?? []);
        if (arguments.GetValue(ablate) is { } grid)
        {
            var processes = arguments.GetValue(jobs) is > 0 and var wished ? wished : Environment.ProcessorCount;
            var options = new AblationOptions(arguments.GetValue(recipe)!, arguments.GetValue(set) ?? [], arguments.GetValue(data) ?? [], arguments.GetValue(seed),
                arguments.GetValue(seeds), processes, run, folders.Cache(run), arguments.GetValue(resume));
            var ablation = new Ablation(Grid.Load(grid), options, progress, stop.Token);
            if (arguments.GetValue(report)) ablation.WriteReport();
            else ablation.Run();
            output.WriteLine($"wrote {Path.Combine(run, ExperimentReport.PageFile)}");
            return ExitCode.Done;
        }
        var context = new RunContext(run, loaded, folders, arguments.GetValue(seed), arguments.GetValue(resume), progress, stop.Token)
        {
            Bases = [.. (arguments.GetValue(bases) ?? []).Select(Path.GetFullPath)],
        };
        StageRunner.Run(context, arguments.GetValue(stage) ?? []);
        return ExitCode.Done;
    }
}
