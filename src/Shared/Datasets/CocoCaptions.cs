namespace VlDistill.Datasets;

/// <summary>Reads COCO's captions JSON.</summary>
public static class CocoCaptions
{
    /// <summary>Sentences by file name; pictures without any are left out.</summary>
    /// <exception cref="UserException">A field is missing; the message names the entry and the field.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Load(string path)
    {
        var file = JsonFile.Read<Document>(path);
        if (file.Images is null || file.Annotations is null)
            throw new UserException($"{path}: not a COCO captions file: it needs 'images' and 'annotations'");
        var names = new Dictionary<long, string>();
        foreach (var (image, i) in file.Images.Select((image, i) => (image, i)))
            names[image.Id ?? throw Missing("images", i, "id")] = image.FileName ?? throw Missing("images", i, "file_name");

        var captions = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var (annotation, i) in file.Annotations.Select((annotation, i) => (annotation, i)))
        {
            var id = annotation.ImageId ?? throw Missing("annotations", i, "image_id");
            var text = annotation.Caption ?? throw Missing("annotations", i, "caption");
            if (!names.TryGetValue(id, out var name)) throw new UserException($"{path}: annotations[{i}] is for image {id}, which 'images' lacks");
            if (!captions.TryGetValue(name, out var sentences)) captions[name] = sentences = new List<string>();
            ((List<string>)sentences).Add(text);
        }
        if (captions.Count == 0) throw new UserException($"{path}: holds no captions");
        return captions;

        UserException Missing(string list, int index, string field) => new($"{path}: {list}[{index}] has no '{field}'");
    }

    private sealed record Document(List<Image>? Images, List<Annotation>? Annotations);

    private sealed record Image(long? Id, string? FileName);

    private sealed record Annotation(long? ImageId, string? Caption);
}
