using VlDistill.Datasets;
using VlDistill.Metrics;
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
    /// box by half; the mean over tags, and over pictures. AP50: average precision of these proposals by their scores over the same pictures,
    /// where every box of the class wants to be found though there is one proposal a picture. Beside both what whole pictures would reach.
    /// </summary>
    /// <param name="best">One box for each tag that a picture deserves.</param>
    public static IReadOnlyDictionary<string, double> Measure(IReadOnlyList<PredictedBox> best, CocoInstances truth)
    {
        var (images, labels) = (truth.Images.ToDictionary(i => i.FileName), truth.Labels.ToList());
        var places = new Dictionary<string, List<Place>>();
        foreach (var p in best)
        {
            var label = labels.IndexOf(classes.GetValueOrDefault(p.Category!, p.Category!));
            if (label < 0 || !images.TryGetValue(p.FileName!, out var image)) continue;
            TruthBox[] boxes = [.. image.Boxes.Where(b => b.Label == label)];
            if (boxes.Length == 0) continue;
            if (!places.TryGetValue(p.Category!, out var list)) places[p.Category!] = list = [];
            list.Add(new Place(new Region(Relative(p), label, (float)p.Score!.Value), boxes));
        }
        return places.Count == 0 ? new Dictionary<string, double>() : Figures(places);
    }

    private static Dictionary<string, double> Figures(Dictionary<string, List<Place>> places)
    {
        var figures = new Dictionary<string, double>
        {
            ["CorLoc"] = places.Values.Average(CorLoc),
            ["CorLoc whole picture"] = places.Values.Average(l => CorLoc(l.Select(p => p.Whole))),
            ["CorLoc over pictures"] = CorLoc(places.Values.SelectMany(l => l)),
            ["AP50"] = places.Values.Average(Ap50),
            ["AP50 whole picture"] = places.Values.Average(l => Ap50([.. l.Select(p => p.Whole)])),
        };
        foreach (var (tag, list) in places.OrderByDescending(h => h.Value.Count))
            (figures[$"CorLoc {tag} ({list.Count})"], figures[$"AP50 {tag} ({list.Sum(p => p.Truth.Count)})"]) = (CorLoc(list), Ap50(list));
        return figures;
    }

    private static double CorLoc(IEnumerable<Place> places) => places.Average(p => p.Truth.Any(t => t.Box.IoU(p.Found.Box) >= Overlap) ? 1.0 : 0);

    private static double Ap50(IReadOnlyList<Place> places) => CocoAveragePrecision.Of([.. places.Select(p => new DetectionSample(p.Truth, [p.Found]))], places[0].Found.Label, Overlap);

    private static Box Relative(PredictedBox p)
    {
        var (width, height) = ((double)p.Size![0], (double)p.Size[1]);
        return new Box((float)(p.Bbox![0] / width), (float)(p.Bbox[1] / height), (float)((p.Bbox[0] + p.Bbox[2]) / width), (float)((p.Bbox[1] + p.Bbox[3]) / height));
    }

    /// <summary>The best proposal for a tag in a picture, and the boxes of its class there.</summary>
    private sealed record Place(Region Found, IReadOnlyList<TruthBox> Truth)
    {
        /// <summary>The same with the whole picture as the only proposal.</summary>
        public Place Whole => this with { Found = Found with { Box = Box.Whole } };
    }
}
