using VlDistill.Regions;

namespace VlDistill.Datasets;

/// <summary>VRD's JSON (Lu et al., 2016): <c>{"file.jpg": [{"predicate": 5, "subject": {"category": 0, "bbox": [top, bottom, left, right]}, "object": {…}}]}</c> with two lists of names.</summary>
public static class VrdRelations
{
    /// <summary>Files with the lists, beside the annotations.</summary>
    public const string PredicatesFile = "predicates.json", ObjectsFile = "objects.json";

    /// <summary>Reads one split; the file does not tell the pictures' sizes, so boxes are in pixels.</summary>
    /// <exception cref="UserException">A field is missing or a number refers to nothing; the message names the entry.</exception>
    public static RelationSet Load(string annotations)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(annotations))!;
        string predicatesFile = Path.Combine(folder, PredicatesFile), objectsFile = Path.Combine(folder, ObjectsFile);
        var (predicates, objects) = (JsonFile.Read<List<string>>(predicatesFile), JsonFile.Read<List<string>>(objectsFile));
        var file = JsonFile.Read<Dictionary<string, List<Entry?>?>>(annotations);
        return new RelationSet("VRD (Lu et al., 2016)", predicates, [.. file.Select(Read)]);

        RelationPicture Read(KeyValuePair<string, List<Entry?>?> picture)
        {
            var boxes = new BoxList();
            var relations = (picture.Value ?? []).Select((entry, i) =>
            {
                var where = $"{annotations}: {picture.Key}[{i}]";
                if (entry is not { Predicate: { } predicate, Subject: { } subject, Object: { } target }) throw new UserException($"{where} needs 'predicate', 'subject' and 'object'");
                if (predicate < 0 || predicate >= predicates.Count) throw new UserException($"{where} has predicate {predicate}, but {predicatesFile} has {predicates.Count}");
                return new Relation(Place(boxes, subject, $"{where}.subject"), predicates[predicate], Place(boxes, target, $"{where}.object"));
            }).ToList();
            // The annotators sometimes related a thing to itself; and said some things twice.
            return new RelationPicture(picture.Key, 0, 0, boxes.Boxes, [.. relations.Where(r => r.Subject != r.Object).Distinct()]);
        }

        int Place(BoxList boxes, Thing thing, string where)
        {
            if (thing is not { Category: { } category, Bbox: [var top, var bottom, var left, var right] }) throw new UserException($"{where} needs 'category' and 'bbox' [top, bottom, left, right]");
            if (category < 0 || category >= objects.Count) throw new UserException($"{where} has category {category}, but {objectsFile} has {objects.Count}");
            return boxes.Place(objects[category], new Box((float)left, (float)top, (float)right, (float)bottom));
        }
    }

    private sealed record Entry(int? Predicate, Thing? Subject, Thing? Object);

    private sealed record Thing(int? Category, double[]? Bbox);
}
