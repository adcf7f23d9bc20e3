using System.CommandLine;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Commands;

/// <summary><c>train RECIPE</c>: runs a recipe's stages into a run folder.</summary>
public sealed class TrainCommand : Command
{
    private readonly Argument<string> recipe = new("recipe") { Description = "A recipe file, or the name of one that ships: smoke, flickr8k." };
    private readonly Option<string[]> data = new("--data") { Description = "NAME=DIR: where a data set is; weights=DIR: pretrained networks; cache=DIR: decoded pictures and features." };
    private readonly Option<string[]> set = new("--set") { Description = "key=value or stage.key=value: beats the recipe." };
    private readonly Option<string[]> stage = new("--stage") { Description = "Run only this stage; may be repeated." };
    private readonly Option<ulong> seed = new("--seed") { Description = "Of everything random.", DefaultValueFactory = _ => 1 };
    private readonly Option<string> folder = new("--out") { Description = "The run folder.", DefaultValueFactory = _ => "runs/run" };
    private readonly Option<bool> resume = new("--resume") { Description = "Continue where the run folder stands." };

    public TrainCommand() : base("train", "Runs a recipe's stages; kill it at any moment and continue with --resume.")
    {
        Add(recipe);
        foreach (var option in (Option[])[data, set, stage, seed, folder, resume]) Add(option);
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
        var progress = new ConsoleProgress(output, terminal: !Console.IsOutputRedirected);
        var context = new RunContext(run, loaded, DataFolders.Parse(arguments.GetValue(data) ?? []), arguments.GetValue(seed), arguments.GetValue(resume), progress, stop.Token);
        StageRunner.Run(context, arguments.GetValue(stage) ?? []);
        return ExitCode.Done;
    }
}
