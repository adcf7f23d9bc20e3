using System.CommandLine;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Export;

namespace VlDistill.Trainer.Commands;

/// <summary><c>export</c>: writes a finished run's models as a bundle that the demo and the other commands read.</summary>
public sealed class ExportCommand : Command
{
    private readonly Option<string> run = new("--run") { Description = "The run folder.", Required = true };
    private readonly Option<string> target = new("--out") { Description = "The bundle's folder.", Required = true };

    private readonly Option<string[]> stages = new("--stage") { Description = "NAME=DIR: a finished stage of another run, such as plain=RUN/cells/none/seed-1/student; may be repeated." };
    private readonly Option<string?> int8 = new("--int8") { Description = "Folder of pictures like those it will see: with it student and plain are written in 8-bit arithmetic." };

    private readonly Option<string[]> data = new("--data") { Description = "NAME=DIR, as for train: the figures of eyes and typed names are measured on its test photographs." };
    private readonly Option<string?> against = new("--against") { Description = "Folder of an older bundle: the model card compares both, with --data also in ms per frame." };
    private readonly Option<int> timed = new("--timed") { Description = "Test photographs that are timed for --against.", DefaultValueFactory = _ => 30 };
    private readonly Option<string?> verdicts = new("--label-verdicts") { Description = "Verdicts on mined relations, such as docs/relation-labels.tsv: the model card tells how right the labels are." };

    public ExportCommand() : base("export", "Writes a finished run as a bundle; every graph is checked against the trained network first.")
    {
        foreach (var option in (Option[])[run, target, stages, int8, data, against, timed, verdicts]) Add(option);
        timed.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && int.TryParse(text, out var value) && value < 0) result.AddError($"--timed {value}: give 0 or more");
        });
        SetAction(Run);
    }

    private int Run(ParseResult arguments)
    {
        var output = arguments.InvocationConfiguration.Output;
        var folder = arguments.GetValue(target)!;
        if (arguments.GetValue(verdicts) is { } file && !File.Exists(file)) throw new UserException($"--label-verdicts {file}: no such file");
        var folders = arguments.GetValue(data) is { Length: > 0 } given ? DataFolders.Parse(given) : null;
        var sources = new CardSources(folders, arguments.GetValue(against), arguments.GetValue(verdicts), arguments.GetValue(timed));
        foreach (var line in new BundleExport(arguments.GetValue(run)!, folder, arguments.GetValue(stages), arguments.GetValue(int8), sources).Write()) output.WriteLine(line);
        output.WriteLine($"wrote {folder}");
        return ExitCode.Done;
    }
}
