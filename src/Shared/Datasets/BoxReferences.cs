using VlDistill.Regions;

namespace VlDistill.Datasets;

/// <summary>Boxes with names from any file that has some, told apart by the fields at its beginning: detect's output, COCO's instances, and relations of every kind.</summary>
public static class BoxReferences
{
    /// <summary>Pictures with their boxes and no relations; boxes are in pixels where the file does not tell the picture's size.</summary>
    /// <param name="lists">Folder with Visual Genome's lists; null = beside the file.</param>
    /// <exception cref="UserException">It is none of these, or damaged, or a box has no name.</exception>
    public static IReadOnlyList<RelationPicture> Load(string path, string? lists = null)
    {
        var fields = JsonFields.Of(path);
        if (fields.IsList && (fields.Names.Count == 0 || fields.HaveAny("bbox"))) return Detected(path);
        if (!fields.IsList && fields.HaveAny("images", "annotations", "categories")) return Labelled(CocoInstances.Load(path));
        return [.. RelationReferences.Load(path, lists).Pictures.Select(p => p with { Relations = [], Denied = [] })];
    }

    private static RelationPicture[] Labelled(CocoInstances data) =>
        [.. data.Images.Select(i => new RelationPicture(i.FileName, i.Width, i.Height, [.. i.Boxes.Where(b => !b.Crowd).Select(b => new NamedBox(data.Labels[b.Label], b.Box))], []))];

    private static RelationPicture[] Detected(string path)
    {
        var boxes = PredictedBox.Load(path);
        if (boxes.Index().FirstOrDefault(b => b.Item.FileName is null || b.Item.Category is null) is { Item: not null } nameless)
            throw new UserException($"{path}: entry {nameless.Index} has no 'file_name' or no 'category'; what is related needs both");
        return [.. boxes.GroupBy(b => b.FileName!).Select(Picture)];
    }

    private static RelationPicture Picture(IGrouping<string, PredictedBox> boxes)
    {
        var sized = boxes.All(b => b.Size is [> 0, > 0]);
        return new RelationPicture(boxes.Key, sized ? boxes.First().Size![0] : 0, sized ? boxes.First().Size![1] : 0,
            [.. boxes.OrderByDescending(b => b.Score).Select(b => new NamedBox(b.Category!, Place(b.Bbox!, sized ? b.Size! : [1, 1])))], []);
    }

    private static Box Place(double[] b, int[] size) => new((float)(b[0] / size[0]), (float)(b[1] / size[1]), (float)((b[0] + b[2]) / size[0]), (float)((b[1] + b[3]) / size[1]));
}
