using VlDistill.Datasets;
using VlDistill.Regions;

namespace VlDistill.Trainer.Evaluation;

/// <summary>Scores where a weakly supervised network sees tags against a detector's boxes of the class that the tag names.</summary>
public static class TagPlaces
{
    private const float Overlap = 0.5f;

    /// <summary>Tags whose class in COCO has another name; a tag called like a class needs no line.</summary>
    private static readonly IReadOnlyDictionary<string, string> classes = new Dictionary<string, string>
    {
        ["man"] = "person",
        ["woman"] = "person",
        ["boy"] = "person",
        ["girl"] = "person",
        ["child"] = "person",
        ["baby"] = "person",
        ["player"] = "person",
        ["skateboarder"] = "person",
        ["biker"] = "person",
        ["ball"] = "sports ball",
        ["bike"] = "bicycle",
    };

    /// <summary>
    /// CorLoc (Deselaers et al. 2012): the share of pictures with a tag, and a box of its class, in which the best proposal overlaps such a
    /// box by half; the mean over tags, and over pictures. Beside it what the whole picture as the only proposal would reach.
    /// </summary>
    /// <param name="best">One box for each tag that a picture deserves.</param>
    public static IReadOnlyDictionary<string, double> Measure(IReadOnlyList<PredictedBox> best, CocoInstances truth)
    {
        var images = truth.Images.ToDictionary(i => i.FileName);
        var hits = new Dictionary<string, List<(bool Found, bool Whole)>>();
        foreach (var p in best)
        {
            var label = truth.Labels.ToList().IndexOf(classes.GetValueOrDefault(p.Category!, p.Category!));
            if (label < 0 || !images.TryGetValue(p.FileName!, out var image)) continue;
            Box[] boxes = [.. image.Boxes.Where(b => b.Label == label).Select(b => b.Box)];
            if (boxes.Length == 0) continue;
            var (width, height) = ((double)p.Size![0], (double)p.Size[1]);
            var found = new Box((float)(p.Bbox![0] / width), (float)(p.Bbox[1] / height), (float)((p.Bbox[0] + p.Bbox[2]) / width), (float)((p.Bbox[1] + p.Bbox[3]) / height));
            if (!hits.TryGetValue(p.Category!, out var list)) hits[p.Category!] = list = [];
            list.Add((boxes.Any(b => b.IoU(found) >= Overlap), boxes.Any(b => b.IoU(Box.Whole) >= Overlap)));
        }
        var figures = new Dictionary<string, double>();
        if (hits.Count == 0) return figures;
        figures["CorLoc"] = hits.Values.Average(l => l.Average(h => h.Found ? 1.0 : 0));
        figures["CorLoc whole picture"] = hits.Values.Average(l => l.Average(h => h.Whole ? 1.0 : 0));
        figures["CorLoc over pictures"] = hits.Values.SelectMany(l => l).Average(h => h.Found ? 1.0 : 0);
        foreach (var (tag, list) in hits.OrderByDescending(h => h.Value.Count)) figures[$"CorLoc {tag} ({list.Count})"] = list.Average(h => h.Found ? 1.0 : 0);
        return figures;
    }
}
