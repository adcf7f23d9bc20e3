using VlDistill.Regions;

namespace VlDistill.Datasets;

/// <summary>A box and the name of what it shows.</summary>
public sealed record NamedBox(string Name, Box Box);

/// <summary>What one thing in a picture does to another, by their positions in the picture's list of boxes.</summary>
/// <param name="Source">Who says so: <see cref="FromCaption"/> or <see cref="FromBoxes"/>; null = a person looked, or it is exact.</param>
/// <param name="Phrase">The words a mined relation was read from.</param>
public sealed record Relation(int Subject, string Predicate, int Object, string? Source = null, string? Phrase = null)
{
    /// <summary>Source of a relation that a rule read from a caption; nobody checked it.</summary>
    public const string FromCaption = "caption";

    /// <summary>Source of a relation that a rule computed from the two boxes.</summary>
    public const string FromBoxes = "boxes";
}

/// <summary>A relation between names; one that training never showed is zero-shot.</summary>
public readonly record struct Triple(string Subject, string Predicate, string Object);

/// <summary>One picture's boxes and the relations between them.</summary>
/// <param name="Width">In pixels; 0 where the data set's file does not tell.</param>
/// <param name="Boxes">Relative to the picture; in pixels where its size is unknown.</param>
public sealed record RelationPicture(string FileName, int Width, int Height, IReadOnlyList<NamedBox> Boxes, IReadOnlyList<Relation> Relations)
{
    /// <summary>Relations that people were asked about and denied (SpatialSense); empty elsewhere.</summary>
    public IReadOnlyList<Relation> Denied { get; init; } = [];

    /// <summary>Whether the size is known, and so whether the boxes are relative.</summary>
    public bool IsSized => Width > 0 && Height > 0;

    /// <summary>The names of a relation of this picture.</summary>
    public Triple Names(Relation relation) => new(Boxes[relation.Subject].Name, relation.Predicate, Boxes[relation.Object].Name);
}

/// <summary>Pictures with relations, and all predicates there can be.</summary>
/// <param name="Description">Where the relations come from; mined ones say so.</param>
public sealed record RelationSet(string Description, IReadOnlyList<string> Predicates, IReadOnlyList<RelationPicture> Pictures)
{
    /// <summary>All names that are related anywhere in the set.</summary>
    public IReadOnlySet<Triple> Triples() => Pictures.SelectMany(p => p.Relations.Select(p.Names)).ToHashSet();

    /// <summary>The same with every picture's boxes relative to it.</summary>
    /// <param name="measure">Width and height in pixels of the picture of that name; asked only where the size is unknown.</param>
    public RelationSet Sized(Func<string, (int Width, int Height)> measure) => this with
    {
        Pictures = [.. Pictures.Select(p =>
        {
            if (p.IsSized) return p;
            var (width, height) = measure(p.FileName);
            return p with { Width = width, Height = height, Boxes = [.. p.Boxes.Select(b => b with { Box = new Box(b.Box.X1 / width, b.Box.Y1 / height, b.Box.X2 / width, b.Box.Y2 / height) })] };
        })],
    };
}
