using System.CommandLine;
using VlDistill.Datasets;
using VlDistill.Frames;
using VlDistill.Trainer.Drawing;

namespace VlDistill.Trainer.Commands;

/// <summary><c>draw</c>: a predictions file's boxes on the photographs, one picture each and a contact sheet of the first.</summary>
public sealed class DrawCommand : Command
{
    /// <summary>Smaller photographs are enlarged to this side, in pixels, so that names can be read.</summary>
    private const double LeastSide = 640;

    private const string Sheet = "contact-sheet.jpg";

    private readonly Option<string[]> images = new("--images") { Description = "Folders and picture files.", Required = true, AllowMultipleArgumentsPerToken = true };
    private readonly Option<string> boxes = new("--boxes") { Description = "Predictions: detect's output or a tag teacher's test.boxes.json.", Required = true };
    private readonly Option<string> output = new("--out") { Description = "Folder for the pictures.", DefaultValueFactory = _ => "drawn" };
    private readonly Option<double> score = new("--score") { Description = "Least score of a box." };
    private readonly Option<int> most = new("--max-boxes") { Description = "Most boxes per picture, the best.", DefaultValueFactory = _ => 10 };

    public DrawCommand() : base("draw", "Draw predicted boxes on pictures.")
    {
        foreach (var option in (Option[])[images, boxes, output, score, most]) Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult arguments)
    {
        var file = arguments.GetValue(boxes)!;
        var limit = arguments.GetValue(most);
        if (limit < 1) throw new UserException($"--max-boxes {limit}: give 1 or more");
        var pictures = PredictedPictures.Of(PredictedBox.Load(file), file, PictureSelection.Expand(arguments.GetValue(images)!, null), arguments.GetValue(score), limit);
        var folder = Folder(arguments.GetValue(output)!);
        var colors = new LabelColors(pictures.SelectMany(p => p.Boxes.Select(BoxPainter.Name)));
        var messages = arguments.InvocationConfiguration.Error;
        var progress = new PictureProgress(messages, terminal: !Console.IsErrorRedirected, Name, pictures.Count);
        using var sheet = new ContactSheet(pictures.Count);
        foreach (var (number, picture) in pictures.Index())
        {
            using var photograph = PictureReader.ReadMat(picture.Path);
            using var drawn = BoxPainter.Paint(photograph, picture.Boxes, colors, Math.Max(1, LeastSide / Math.Max(photograph.Cols, photograph.Rows)));
            PictureFile.Write(Path.Combine(folder, Path.GetFileNameWithoutExtension(picture.Name) + ".jpg"), drawn);
            if (number < ContactSheet.Most)
            {
                using var tile = BoxPainter.Paint(photograph, picture.Boxes, colors, ContactSheet.Scale(photograph));
                sheet.Add(number, tile, picture.Name);
            }
            progress.Advance();
        }
        sheet.Save(Path.Combine(folder, Sheet));
        messages.WriteLine($"{Path.Combine(folder, Sheet)} shows {Math.Min(ContactSheet.Most, pictures.Count)} of {pictures.Count} pictures");
        return ExitCode.Done;
    }

    private static string Folder(string path)
    {
        try
        {
            return Directory.CreateDirectory(path).FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"--out {path}: cannot be made ({e.Message.TrimEnd('.')}); choose another folder", e);
        }
    }
}
