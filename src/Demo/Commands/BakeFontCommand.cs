using System.CommandLine;
using OpenCvSharp;
using VlDistill.Demo.Text;

namespace VlDistill.Demo.Commands;

/// <summary><c>bake-font FONT.ttf --out FOLDER</c>: remakes the distance-field atlas that ships in src/Demo/Assets.</summary>
public sealed class BakeFontCommand : Command
{
    public BakeFontCommand()
        : base("bake-font", "Bake a TrueType font into the text atlas (NAME.png and NAME.json).")
    {
        var font = new Argument<FileInfo>("FONT.ttf") { Description = "A font whose licence allows shipping the result." };
        var folder = new Option<string>("--out") { Description = "Folder for the two files.", DefaultValueFactory = _ => "src/Demo/Assets" };
        Add(font);
        Add(folder);
        SetAction(parsed => Bake(parsed.GetRequiredValue(font).FullName, parsed.GetRequiredValue(folder)));
    }

    private static int Bake(string font, string folder)
    {
        var (metrics, atlas) = FontBaker.Bake(font);
        Directory.CreateDirectory(folder);
        string name = Path.Combine(folder, Path.GetFileNameWithoutExtension(font));
        using var image = Mat.FromPixelData(metrics.AtlasHeight, metrics.AtlasWidth, MatType.CV_8UC1, atlas);
        if (!Cv2.ImWrite(name + ".png", image)) throw new UserException($"cannot write {name}.png; choose a folder you may write to");
        File.WriteAllText(name + ".json", FontBaker.ToJson(metrics) + "\n");
        Console.WriteLine($"{metrics.Glyphs.Count} glyphs, {metrics.AtlasWidth}x{metrics.AtlasHeight} pixels: {name}.png, {name}.json");
        return ExitCode.Done;
    }
}
