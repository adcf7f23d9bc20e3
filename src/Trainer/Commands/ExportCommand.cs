using System.CommandLine;
using VlDistill.Trainer.Export;

namespace VlDistill.Trainer.Commands;

/// <summary><c>export</c>: writes a finished run's models as a bundle that the demo and the other commands read.</summary>
public sealed class ExportCommand : Command
{
    private readonly Option<string> run = new("--run") { Description = "The run folder.", Required = true };
    private readonly Option<string> target = new("--out") { Description = "The bundle's folder.", Required = true };

    private readonly Option<string[]> stages = new("--stage") { Description = "NAME=DIR: a finished stage of another run, such as plain=RUN/cells/none/seed-1/student; may be repeated." };
    private readonly Option<string?> int8 = new("--int8") { Description = "Folder of pictures like those it will see: with it student and plain are written in 8-bit arithmetic." };

    public ExportCommand() : base("export", "Writes a finished run as a bundle; every graph is checked against the trained network first.")
    {
        Add(run);
        Add(target);
        Add(stages);
        Add(int8);
        SetAction(Run);
    }

    private int Run(ParseResult arguments)
    {
        var output = arguments.InvocationConfiguration.Output;
        var folder = arguments.GetValue(target)!;
        foreach (var line in new BundleExport(arguments.GetValue(run)!, folder, arguments.GetValue(stages), arguments.GetValue(int8)).Write()) output.WriteLine(line);
        output.WriteLine($"wrote {folder}");
        return ExitCode.Done;
    }
}
