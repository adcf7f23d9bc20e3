using VlDistill.Regions;

namespace VlDistill.Datasets;

/// <summary>Collects a picture's boxes from files that repeat a box in every relation it has part in.</summary>
internal sealed class BoxList
{
    private readonly Dictionary<NamedBox, int> places = [];
    private readonly List<NamedBox> boxes = [];

    public IReadOnlyList<NamedBox> Boxes => boxes;

    /// <summary>The place of a box of that name in the list, a new one at its first mention.</summary>
    public int Place(string name, Box box)
    {
        var thing = new NamedBox(name, box);
        if (places.TryGetValue(thing, out var place)) return place;
        boxes.Add(thing);
        return places[thing] = boxes.Count - 1;
    }
}
