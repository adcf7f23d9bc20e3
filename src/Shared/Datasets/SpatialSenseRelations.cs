using VlDistill.Regions;

namespace VlDistill.Datasets;

/// <summary>SpatialSense's annotations.json (Yang et al., 2019): spatial relations that people confirmed or denied.</summary>
public static class SpatialSenseRelations
{
    /// <summary>Reads one split, or all.</summary>
    /// <param name="split"><c>train</c>, <c>valid</c> or <c>test</c>; null = all.</param>
    /// <exception cref="UserException">A field is missing or nothing is of that split; the message names the entry.</exception>
    public static RelationSet Load(string annotations, string? split = null)
    {
        var file = JsonFile.Read<List<Picture?>>(annotations);
        var pictures = file.Select((picture, i) => (Split: picture?.Split, Read: Read(picture, $"{annotations}: [{i}]"))).Where(p => split is null || p.Split == split).Select(p => p.Read).ToList();
        if (split is not null && pictures.Count == 0) throw new UserException($"{annotations}: no picture is of split '{split}'; give train, valid or test");
        string[] predicates = [.. file.SelectMany(p => p!.Annotations!.Select(a => a!.Predicate!)).Distinct().Order(StringComparer.Ordinal)];
        return new RelationSet("SpatialSense (Yang et al., 2019)", predicates, pictures);
    }

    private static RelationPicture Read(Picture? picture, string where)
    {
        if (picture is not { Url: { } url, Width: > 0 and var width, Height: > 0 and var height, Annotations: { } annotations }) throw new UserException($"{where} needs 'url', 'width', 'height' and 'annotations'");
        var (boxes, relations, denied) = (new BoxList(), new List<Relation>(), new List<Relation>());
        for (var i = 0; i < annotations.Count; i++)
        {
            if (annotations[i] is not { Predicate: { } predicate, Label: { } label, Subject: { Name: { } subject, Bbox: [_, _, _, _] from }, Object: { Name: { } target, Bbox: [_, _, _, _] to } })
                throw new UserException($"{where}.annotations[{i}] needs 'predicate', 'label', 'subject' and 'object' with 'name' and 'bbox' [top, bottom, left, right]");
            (label ? relations : denied).Add(new Relation(boxes.Place(subject, Relative(from)), predicate, boxes.Place(target, Relative(to))));
        }
        return new RelationPicture(url[(url.LastIndexOf('/') + 1)..], width, height, boxes.Boxes, [.. relations.Where(r => r.Subject != r.Object).Distinct()]) { Denied = [.. denied.Where(r => r.Subject != r.Object).Distinct()] };

        Box Relative(double[] b) => new((float)(b[2] / width), (float)(b[0] / height), (float)(b[3] / width), (float)(b[1] / height));
    }

    private sealed record Picture(string? Url, int? Width, int? Height, string? Split, List<Annotation?>? Annotations);

    private sealed record Annotation(string? Predicate, Thing? Subject, Thing? Object, bool? Label);

    private sealed record Thing(string? Name, double[]? Bbox);
}
