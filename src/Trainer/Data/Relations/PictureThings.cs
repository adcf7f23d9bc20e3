using VlDistill.Datasets;
using VlDistill.Regions;

namespace VlDistill.Trainer.Data.Relations;

/// <summary>Which of a detector's boxes take part in a picture's relations.</summary>
public static class PictureThings
{
    /// <summary>Boxes of one class that share more are one thing found twice.</summary>
    private const float SameThing = 0.7f;

    /// <summary>The surest boxes; and of a class that captions relate to something and that has no sure box, the best unsure one.</summary>
    /// <param name="found">Best first.</param>
    /// <param name="sure">Least score of a sure box.</param>
    /// <param name="related">Of each thing that captions relate, the classes it may be.</param>
    public static IReadOnlyList<NamedBox> Of(IReadOnlyList<Region> found, IReadOnlyList<string> labels, double sure, int most, IEnumerable<IReadOnlyList<string>> related)
    {
        var things = new List<NamedBox>();
        foreach (var region in found.Where(r => r.Score >= sure)) Add(region);
        if (things.Count > most) things.RemoveRange(most, things.Count - most);
        foreach (var classes in related)
            if (!things.Any(t => classes.Contains(t.Name)) && found.Where(r => classes.Contains(labels[r.Label])).Take(1).ToList() is [var best]) Add(best);
        return things;

        void Add(Region region)
        {
            var thing = new NamedBox(labels[region.Label], region.Box);
            if (!things.Any(t => t.Name == thing.Name && t.Box.IoU(thing.Box) >= SameThing)) things.Add(thing);
        }
    }
}
