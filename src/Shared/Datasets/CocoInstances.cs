using VlDistill.Metrics;
using VlDistill.Regions;

namespace VlDistill.Datasets;

/// <summary>A picture with labelled boxes, relative to the picture, label = index into <see cref="CocoInstances.Labels"/>.</summary>
/// <param name="HasBoxes">False when nobody labelled the picture: its missing boxes say nothing.</param>
public sealed record LabelledImage(long Id, string FileName, int Width, int Height, IReadOnlyList<TruthBox> Boxes, bool HasBoxes = true)
{
    /// <summary>Which classes the labels can tell about; null = all.</summary>
    public FederatedLabels? Federated { get; init; }
}

/// <summary>COCO's instances JSON, and LVIS's: labels in the order of their category ids, and pictures with boxes.</summary>
/// <remarks>Boxes are scaled by the width and height in the file, so photographs stored at another size need nothing more.</remarks>
public sealed record CocoInstances(IReadOnlyList<string> Labels, IReadOnlyList<int> CategoryIds, IReadOnlyList<LabelledImage> Images)
{
    /// <summary>Named groups of classes in the file itself: LVIS's r (1 to 10 training pictures), c (11 to 100) and f; empty for COCO.</summary>
    public IReadOnlyDictionary<string, IReadOnlySet<int>> Groups { get; init; } = new Dictionary<string, IReadOnlySet<int>>();

    /// <exception cref="UserException">A field is missing or a number refers to nothing; the message names the entry.</exception>
    public static CocoInstances Load(string path)
    {
        var file = JsonFile.Read<InstancesFile>(path);
        if (file.Images is null || file.Annotations is null || file.Categories is null)
            throw new UserException($"{path}: not a COCO instances file: it needs 'images', 'annotations' and 'categories'");
        if (file.Categories.FindIndex(c => c.Id is null || c.Name is null) is >= 0 and var nameless)
            throw new UserException($"{path}: categories[{nameless}] has no 'id' or no 'name'");
        var categories = file.Categories.OrderBy(c => c.Id).ToArray();
        var labels = categories.Select((c, i) => (c.Id, i)).ToDictionary(c => c.Id!.Value, c => c.i);

        var images = new Dictionary<long, LabelledImage>();
        foreach (var (image, i) in file.Images.Select((image, i) => (image, i)))
        {
            if (image is not { Id: { } id, Name: { } name, Width: > 0 and var width, Height: > 0 and var height })
                throw new UserException($"{path}: images[{i}] needs 'id', 'file_name' (LVIS: 'coco_url'), 'width' and 'height'");
            images[id] = new LabelledImage(id, name, width, height, new List<TruthBox>(), image.HasBoxes ?? true);
        }
        foreach (var (a, i) in file.Annotations.Select((a, i) => (a, i)))
        {
            if (a is not { ImageId: { } imageId, CategoryId: { } category, Bbox: [var x, var y, var w, var h] })
                throw new UserException($"{path}: annotations[{i}] needs 'image_id', 'category_id' and 'bbox' [x, y, width, height]");
            if (!images.TryGetValue(imageId, out var image)) throw new UserException($"{path}: annotations[{i}] is for image {imageId}, which 'images' lacks");
            if (!labels.TryGetValue(category, out var label)) throw new UserException($"{path}: annotations[{i}] has category {category}, which 'categories' lacks");
            var box = new Box((float)(x / image.Width), (float)(y / image.Height), (float)((x + w) / image.Width), (float)((y + h) / image.Height));
            ((List<TruthBox>)image.Boxes).Add(new TruthBox(box, label, a.Iscrowd == 1));
        }
        return new CocoInstances([.. categories.Select(c => c.Name!)], [.. categories.Select(c => c.Id!.Value)],
            LvisLabels.Federate(path, file.Images, labels, images))
        { Groups = LvisLabels.Groups(path, categories) };
    }

    /// <summary>Writes COCO's form, so that generated labels can be read like COCO's own; what only LVIS has is not kept.</summary>
    public void Save(string path)
    {
        var number = 0L;
        var annotations = Images.SelectMany(image => image.Boxes.Select(t => new InstancesFile.Annotation(++number, image.Id, CategoryIds[t.Label],
            [Pixels(t.Box.X1, image.Width), Pixels(t.Box.Y1, image.Height), Pixels(t.Box.Width, image.Width), Pixels(t.Box.Height, image.Height)],
            t.Crowd ? 1 : 0)));
        JsonFile.Write(path, new InstancesFile(
            [.. Images.Select(i => new InstancesFile.Image(i.Id, i.FileName, i.Width, i.Height, i.HasBoxes))],
            [.. annotations],
            [.. Labels.Zip(CategoryIds, (name, id) => new InstancesFile.Category(id, name))]), readable: false);
    }

    private static double Pixels(float share, int size) => Math.Round((double)share * size, 3);
}
