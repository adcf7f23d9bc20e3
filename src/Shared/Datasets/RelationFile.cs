using System.Text.Json.Serialization;
using VlDistill.Regions;

namespace VlDistill.Datasets;

/// <summary>Relations in this program's own form: <c>{"description", "predicates", "pictures": [{"file_name", "width", "height", "boxes": [{"name", "bbox": [x, y, width, height]}], "relations": [{"subject", "predicate", "object"}]}]}</c>.</summary>
public static class RelationFile
{
    /// <exception cref="UserException">A field is missing or a number refers to nothing; the message names the entry.</exception>
    public static RelationSet Load(string path)
    {
        var file = JsonFile.Read<Document>(path);
        if (file.Predicates is null || file.Pictures is null) throw new UserException($"{path}: not a relations file: it needs 'predicates' and 'pictures'");
        var predicates = file.Predicates.ToHashSet();
        return new RelationSet(file.Description ?? "", file.Predicates, [.. file.Pictures.Select(Read)]);

        RelationPicture Read(Picture? picture, int i)
        {
            if (picture is not { FileName: { } name, Boxes: { } boxes, Relations: { } relations }) throw new UserException($"{path}: pictures[{i}] needs 'file_name', 'boxes' and 'relations'");
            var (width, height) = (picture.Width ?? 0, picture.Height ?? 0);
            if (width < 0 || height < 0 || width == 0 != (height == 0)) throw new UserException($"{path}: pictures[{i}] has size {width}×{height}; give both in pixels, or neither");
            var (w, h) = width > 0 ? (width, height) : (1, 1);
            return new RelationPicture(name, width, height,
                [.. boxes.Select((b, n) => b is { Name: { } thing, Bbox: [var x, var y, var bw, var bh] }
                    ? new NamedBox(thing, new Box((float)(x / w), (float)(y / h), (float)((x + bw) / w), (float)((y + bh) / h)))
                    : throw new UserException($"{path}: pictures[{i}].boxes[{n}] needs 'name' and 'bbox' [x, y, width, height]"))],
                Relations(relations, boxes.Count, $"pictures[{i}].relations"))
            { Denied = Relations(picture.Denied ?? [], boxes.Count, $"pictures[{i}].denied") };
        }

        Relation[] Relations(List<Line?> lines, int boxes, string where) => [.. lines.Select((line, n) =>
        {
            if (line is not { Subject: { } subject, Predicate: { } predicate, Object: { } target }) throw new UserException($"{path}: {where}[{n}] needs 'subject', 'predicate' and 'object'");
            if (subject < 0 || subject >= boxes || target < 0 || target >= boxes || subject == target) throw new UserException($"{path}: {where}[{n}] is between boxes {subject} and {target}; give two different ones below {boxes}");
            if (!predicates.Contains(predicate)) throw new UserException($"{path}: {where}[{n}] has predicate '{predicate}', which 'predicates' lacks");
            return new Relation(subject, predicate, target, line.Source, line.Phrase);
        })];
    }

    public static void Save(string path, RelationSet set) => JsonFile.Write(path, new Document(set.Description, [.. set.Predicates], [.. set.Pictures.Select(Write)]), readable: false);

    private static Picture Write(RelationPicture picture)
    {
        var (w, h) = picture.IsSized ? (picture.Width, picture.Height) : (1, 1);
        return new Picture(picture.FileName, picture.IsSized ? picture.Width : null, picture.IsSized ? picture.Height : null,
            [.. picture.Boxes.Select(b => new Thing(b.Name, [Pixels(b.Box.X1, w), Pixels(b.Box.Y1, h), Pixels(b.Box.Width, w), Pixels(b.Box.Height, h)]))],
            Lines(picture.Relations), picture.Denied.Count > 0 ? Lines(picture.Denied) : null);
    }

    private static List<Line?> Lines(IReadOnlyList<Relation> relations) => [.. relations.Select(r => new Line(r.Subject, r.Predicate, r.Object, r.Source, r.Phrase))];

    private static double Pixels(float share, int size) => Math.Round((double)share * size, 3);

    private sealed record Document(string? Description, List<string>? Predicates, List<Picture?>? Pictures);

    private sealed record Picture(string? FileName, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Width,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Height, List<Thing?>? Boxes, List<Line?>? Relations,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] List<Line?>? Denied);

    private sealed record Thing(string? Name, double[]? Bbox);

    private sealed record Line(int? Subject, string? Predicate, int? Object,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Source, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Phrase);
}
