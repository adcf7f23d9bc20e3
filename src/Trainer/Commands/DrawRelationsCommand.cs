using System.CommandLine;
using VlDistill.Datasets;
using VlDistill.Frames;
using VlDistill.Trainer.Data.Relations;
using VlDistill.Trainer.Drawing;

namespace VlDistill.Trainer.Commands;

/// <summary><c>draw-relations</c>: a fixed sample of mined relations on contact sheets, and the list in which to write who is right.</summary>
public sealed class DrawRelationsCommand : Command
{
    /// <summary>The list to fill in, beside the sheets.</summary>
    public const string ListFile = "verdicts.tsv";

    private readonly Option<string> relations = new("--relations") { Description = "Relations of the stage relation-labels.", Required = true };
    private readonly Option<string[]> images = new("--images") { Description = "Folders and picture files.", Required = true, AllowMultipleArgumentsPerToken = true };
    private readonly Option<string> output = new("--out") { Description = "Folder for the sheets.", DefaultValueFactory = _ => "drawn" };
    private readonly Option<int> count = new("--count") { Description = "Relations to draw.", DefaultValueFactory = _ => 200 };
    private readonly Option<double> share = new("--captions") { Description = "Share of them that captions say; the rest is from boxes.", DefaultValueFactory = _ => 0.6 };

    public DrawRelationsCommand() : base("draw-relations", "Draw a sample of mined relations on contact sheets, subject green and object orange, for people to check.")
    {
        foreach (var option in (Option[])[relations, images, output, count, share]) Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult arguments)
    {
        var file = arguments.GetValue(relations)!;
        var sample = MinedPair.Sample(MinedPair.Of(RelationFile.Load(file)), arguments.GetValue(count), arguments.GetValue(share));
        if (sample.Count == 0) throw new UserException($"{file}: has no mined relations to draw");
        var pictures = PictureSelection.Expand(arguments.GetValue(images)!, null).GroupBy(p => Path.GetFileName(p)).ToDictionary(p => p.Key, p => p.First());
        var folder = arguments.GetValue(output)!;
        var list = Path.Combine(folder, ListFile);
        JsonFile.RequireWritable(list);
        var sheets = 0;
        foreach (var tiles in sample.Chunk(ContactSheet.Most))
        {
            using var sheet = new ContactSheet(tiles.Length);
            foreach (var (place, pair) in tiles.Index())
            {
                using var photograph = PictureReader.ReadMat(pictures.GetValueOrDefault(pair.FileName) ?? throw new UserException($"--images: {pair.FileName} of {file} is not there"));
                using var tile = RelationPainter.Paint(photograph, pair, ContactSheet.Scale(photograph));
                sheet.Add(place, tile, $"{sheets * ContactSheet.Most + place + 1} {pair.Names.Subject} {pair.Names.Predicate} {pair.Names.Object}");
            }
            sheet.Save(Path.Combine(folder, $"sheet-{++sheets:00}.jpg"));
        }
        File.WriteAllLines(list, sample.Select(p => $"{p.Key}\t?"));
        arguments.InvocationConfiguration.Error.WriteLine($"{folder} has {sample.Count} relations on {sheets} sheets; write right or wrong for each ? of {list}, in the order of their numbers");
        return ExitCode.Done;
    }
}
