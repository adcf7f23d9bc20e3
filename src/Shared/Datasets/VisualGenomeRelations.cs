using VlDistill.Regions;

namespace VlDistill.Datasets;

/// <summary>Visual Genome's scene_graphs.json (Krishna et al., 2017) brought to the split's 150 objects and 50 predicates (Xu et al., 2017).</summary>
public static class VisualGenomeRelations
{
    /// <summary>Reads all pictures; objects and relations whose names are on no list are left out. The file does not tell the pictures' sizes, so boxes are in pixels.</summary>
    /// <exception cref="UserException">A field is missing or a number refers to nothing; the message names the entry.</exception>
    public static RelationSet Load(string sceneGraphs, NameAliases objects, NameAliases predicates)
    {
        var file = JsonFile.Read<List<Graph?>>(sceneGraphs);
        return new RelationSet("Visual Genome, 150 objects and 50 predicates", predicates.Names, [.. file.Select((graph, i) => Read(graph, $"{sceneGraphs}: [{i}]"))]);

        RelationPicture Read(Graph? graph, string where)
        {
            if (graph is not { ImageId: { } image, Objects: { } things, Relationships: { } relationships }) throw new UserException($"{where} needs 'image_id', 'objects' and 'relationships'");
            var (boxes, places) = (new BoxList(), new Dictionary<long, int?>());
            foreach (var (thing, n) in things.Select((t, n) => (t, n)))
            {
                if (thing is not { ObjectId: { } id, X: { } x, Y: { } y, W: { } w, H: { } h, Names: { } names }) throw new UserException($"{where}.objects[{n}] needs 'object_id', 'x', 'y', 'w', 'h' and 'names'");
                places[id] = names.Select(objects.Find).FirstOrDefault(name => name is not null) is { } known ? boxes.Place(known, new Box(x, y, x + w, y + h)) : null;
            }
            var relations = new List<Relation>();
            foreach (var (relationship, n) in relationships.Select((r, n) => (r, n)))
            {
                if (relationship is not { SubjectId: { } subject, Predicate: { } text, ObjectId: { } target }) throw new UserException($"{where}.relationships[{n}] needs 'subject_id', 'predicate' and 'object_id'");
                if (predicates.Find(text) is { } predicate && Place(subject, n) is { } s && Place(target, n) is { } o && s != o) relations.Add(new Relation(s, predicate, o));
            }
            return new RelationPicture($"{image}.jpg", 0, 0, boxes.Boxes, [.. relations.Distinct()]);

            int? Place(long id, int n) => places.TryGetValue(id, out var place) ? place : throw new UserException($"{where}.relationships[{n}] is about object {id}, which 'objects' lacks");
        }
    }

    private sealed record Graph(long? ImageId, List<Thing?>? Objects, List<Relationship?>? Relationships);

    private sealed record Thing(long? ObjectId, float? X, float? Y, float? W, float? H, List<string>? Names);

    private sealed record Relationship(long? SubjectId, string? Predicate, long? ObjectId);
}
