using System.CommandLine;
using VlDistill.Bundles;
using VlDistill.Datasets;
using VlDistill.Frames;
using VlDistill.Inference;

namespace VlDistill.Trainer.Commands;

/// <summary>What caption and detect have in common: pictures in, a bundle, a JSON file out.</summary>
public abstract class PictureCommand : Command
{
    private readonly Option<string[]> images = new("--images") { Description = "Folders and picture files.", Required = true, AllowMultipleArgumentsPerToken = true };
    private readonly Option<string?> list = new("--list") { Description = "File with one name a line; only these pictures are used." };
    private readonly Option<string> output = new("--out") { Description = "JSON file to write.", Required = true };
    private readonly Option<string?> bundle = new("--bundle") { Description = "Folder of the models (default: models/)." };
    private readonly Option<string> device = new("--device") { Description = "auto, cpu or cuda.", DefaultValueFactory = _ => "auto" };

    protected PictureCommand(string name, string description) : base(name, description)
    {
        foreach (var option in (Option[])[images, list, output, bundle, device]) Add(option);
        SetAction(Run);
    }

    /// <summary>Threads inside one network run: pictures go side by side instead, one per core.</summary>
    protected const int ThreadsPerPicture = 1;

    /// <summary>Checks the options, opens the networks, and works through the pictures.</summary>
    protected abstract void Run(ParseResult arguments, Bundle bundle, Device device, IReadOnlyList<string> pictures, string output, PictureProgress progress);

    private int Run(ParseResult arguments)
    {
        var pictures = PictureSelection.Expand(arguments.GetValue(images)!, arguments.GetValue(list));
        var target = arguments.GetValue(output)!;
        JsonFile.RequireWritable(target);
        var chosen = Device.Choose(arguments.GetValue(device)!);
        var messages = arguments.InvocationConfiguration.Error;
        messages.WriteLine(chosen.Note);
        Run(arguments, Bundle.Load(arguments.GetValue(bundle) ?? Bundle.DefaultFolder), chosen, pictures, target, new PictureProgress(messages, terminal: !Console.IsErrorRedirected, Name, pictures.Count));
        return ExitCode.Done;
    }
}
