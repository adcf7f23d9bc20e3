using VlDistill.Datasets;
using VlDistill.Frames;
using VlDistill.Regions;

namespace VlDistill.Trainer.Commands;

/// <summary>Boxes of a file for the pictures a command works on.</summary>
public sealed class GivenBoxes
{
    private readonly Dictionary<string, RelationPicture> pictures;

    /// <param name="source">The file, for messages.</param>
    /// <exception cref="UserException">It has boxes for none of the pictures.</exception>
    public GivenBoxes(IReadOnlyList<RelationPicture> given, string source, IReadOnlyList<string> paths)
    {
        pictures = given.DistinctBy(p => Path.GetFileName(p.FileName)).ToDictionary(p => Path.GetFileName(p.FileName));
        Pictures = [.. paths.Where(p => pictures.ContainsKey(Path.GetFileName(p)))];
        if (Pictures.Count == 0) throw new UserException(given.Count == 0 ? $"{source}: holds no boxes" : $"{source}: has boxes of none of the {paths.Count} pictures of --images; its first is {given[0].FileName}");
    }

    /// <summary>The pictures it has boxes for.</summary>
    public IReadOnlyList<string> Pictures { get; }

    /// <summary>Whether it has boxes for a picture of that name.</summary>
    public bool Has(string name) => pictures.ContainsKey(name);

    /// <summary>A picture's boxes, relative to it.</summary>
    public IReadOnlyList<NamedBox> Of(string name, Frame frame) =>
        new RelationSet("", [], [pictures[name]]).Sized(_ => (frame.Width, frame.Height)).Pictures[0].Boxes;

    /// <summary>The part of a box that lies in its picture.</summary>
    public static Box Inside(Box box) => new(Math.Clamp(box.X1, 0, 1), Math.Clamp(box.Y1, 0, 1), Math.Clamp(box.X2, 0, 1), Math.Clamp(box.Y2, 0, 1));
}
