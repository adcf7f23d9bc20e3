using VlDistill.Regions;

namespace VlDistill.Metrics;

/// <summary>Average precision as PASCAL VOC 2010+ defines it: the area under the precision envelope, boxes in whole pixels with both ends counted.</summary>
public static class VocAveragePrecision
{
    /// <summary>AP of one class; unlike COCO's, a detection only looks at the box it overlaps most, and misses when that one is taken. NaN without labelled boxes.</summary>
    /// <param name="samples">Boxes in pixels.</param>
    public static double Of(IReadOnlyList<DetectionSample> samples, int label, double iou = 0.5)
    {
        var taken = samples.Select(s => new bool[s.Truth.Count]).ToArray();
        var labelled = samples.Sum(s => s.Truth.Count(t => t.Label == label));
        if (labelled == 0) return double.NaN;

        var detections = samples.SelectMany((s, picture) => s.Detected.Where(d => d.Label == label).Select(d => (picture, d)))
            .OrderByDescending(p => p.d.Score).ToArray();
        var recall = new double[detections.Length];
        var precision = new double[detections.Length];
        var hits = 0;
        for (var i = 0; i < detections.Length; i++)
        {
            var (picture, detection) = detections[i];
            var (best, overlap) = Closest(samples[picture].Truth, detection);
            if (best >= 0 && overlap >= iou && !taken[picture][best])
            {
                taken[picture][best] = true;
                hits++;
            }
            recall[i] = (double)hits / labelled;
            precision[i] = (double)hits / (i + 1);
        }
        for (var i = detections.Length - 2; i >= 0; i--) precision[i] = Math.Max(precision[i], precision[i + 1]);
        return detections.Select((_, i) => (recall[i] - (i == 0 ? 0 : recall[i - 1])) * precision[i]).Sum();
    }

    private static (int Index, double Overlap) Closest(IReadOnlyList<TruthBox> truth, Region detection)
    {
        var best = (Index: -1, Overlap: -1.0);
        for (var i = 0; i < truth.Count; i++)
        {
            if (truth[i].Label != detection.Label) continue;
            var overlap = PixelIoU(truth[i].Box, detection.Box);
            if (overlap > best.Overlap) best = (i, overlap);
        }
        return best;
    }

    private static double PixelIoU(Box a, Box b)
    {
        var width = Math.Min(a.X2, b.X2) - Math.Max(a.X1, b.X1) + 1;
        var height = Math.Min(a.Y2, b.Y2) - Math.Max(a.Y1, b.Y1) + 1;
        if (width <= 0 || height <= 0) return 0;
        var intersection = (double)width * height;
        return intersection / (Area(a) + Area(b) - intersection);
    }

    private static double Area(Box box) => (box.Width + 1.0) * (box.Height + 1.0);
}
