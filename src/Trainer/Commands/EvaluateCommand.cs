using System.CommandLine;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Evaluation;
using VlDistill.Trainer.Recipes;
using VlDistill.Trainer.Stages;
using VlDistill.Trainer.Training;

namespace VlDistill.Trainer.Commands;

/// <summary><c>evaluate</c>: test figures of one trained stage from cached features, without an export.</summary>
public sealed class EvaluateCommand : Command
{
    private readonly Option<string> run = new("--run") { Description = "The run folder.", Required = true };
    private readonly Option<string[]> bases = new("--base") { Description = "Another run folder whose finished stages may be read; may be repeated." };
    private readonly Option<string[]> data = new("--data") { Description = "NAME=DIR, as for train." };
    private readonly Option<string> stage = new("--stage") { Description = "The stage to test.", DefaultValueFactory = _ => "student" };
    private readonly Option<string> teacher = new("--teacher") { Description = "Stage to compare attention and states with.", DefaultValueFactory = _ => "" };
    private readonly Option<int> pictures = new("--pictures") { Description = "Test pictures whose attention is kept.", DefaultValueFactory = _ => 6 };
    private readonly Option<int> threads = new("--threads") { Description = "Pictures side by side; 0 = one per processor.", DefaultValueFactory = _ => 0 };

    public EvaluateCommand() : base("evaluate", "Tests a trained network (captions, answers, tags, crops, open vocabulary or relations) on the test split of its data set; writes evaluation.json into its stage folder.")
    {
        foreach (var option in (Option[])[run, bases, data, stage, teacher, pictures, threads]) Add(option);
        pictures.Limit<int>(0);
        SetAction(Run);
    }

    private int Run(ParseResult arguments)
    {
        var output = arguments.InvocationConfiguration.Output;
        var folder = Path.GetFullPath(arguments.GetValue(run)!);
        var recipe = Path.Combine(folder, RunContext.RecipeFile);
        if (!File.Exists(recipe)) throw new UserException($"--run {folder}: no run there ({RunContext.RecipeFile} is missing).");
        using var stop = new StopSignal();
        var progress = new ConsoleProgress(output, terminal: !Console.IsOutputRedirected);
        var context = new RunContext(folder, Recipe.Load(recipe, []), DataFolders.Parse(arguments.GetValue(data) ?? []), 0, true, progress, stop.Token)
        {
            Bases = [.. (arguments.GetValue(bases) ?? []).Select(Path.GetFullPath)],
        };
        var count = arguments.GetValue(threads) is > 0 and var wished ? wished : Environment.ProcessorCount;
        var report = new StageTest(context, arguments.GetValue(stage)!, arguments.GetValue(teacher)!, arguments.GetValue(pictures), count).Run();
        foreach (var (name, value) in report.Figures) output.WriteLine(FormattableString.Invariant($"{name}: {value:0.######}"));
        return ExitCode.Done;
    }
}
