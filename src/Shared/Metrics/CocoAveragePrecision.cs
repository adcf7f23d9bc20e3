using VlDistill.Regions;

namespace VlDistill.Metrics;

/// <summary>Average precision as COCO defines it: 101 recall points, at most 100 detections a picture, crowd boxes ignored; or as LVIS does.</summary>
public static class CocoAveragePrecision
{
    /// <summary>Detections looked at per picture and class; LVIS counts per picture, see <see cref="ClassSamples"/>.</summary>
    public const int MaxDetections = 100;

    private const int RecallPoints = 101;

    /// <summary>The IoU thresholds .50, .55 … .95 of the headline figure.</summary>
    public static readonly IReadOnlyList<double> Thresholds = [.. Enumerable.Range(0, 10).Select(i => 0.5 + 0.05 * i)];

    /// <summary>AP of one class at one IoU; a null class compares boxes whatever their class. NaN when no box is labelled.</summary>
    public static double Of(IReadOnlyList<DetectionSample> samples, int? label, double iou)
    {
        var verdicts = new List<(float Score, bool Hit)>();
        var labelled = 0;
        foreach (var sample in samples)
        {
            var truth = sample.Truth.Where(t => label is null || t.Label == label).OrderBy(t => t.Crowd).ToArray();
            labelled += truth.Count(t => !t.Crowd);
            var partial = label is { } known && sample.Federated?.Partial.Contains(known) == true;
            var detected = sample.Detected.Where(d => label is null || d.Label == label).OrderByDescending(d => d.Score);
            Match(truth, sample.Federated is null ? detected.Take(MaxDetections) : detected, iou, partial, verdicts);
        }
        return labelled == 0 ? double.NaN : Area(verdicts, labelled);
    }

    /// <summary>Best detection first, each takes the free labelled box it overlaps most; what falls on a crowd box, or on none where some are not drawn, is dropped.</summary>
    private static void Match(TruthBox[] truth, IEnumerable<Region> detected, double iou, bool partial, List<(float Score, bool Hit)> verdicts)
    {
        var taken = new bool[truth.Length];
        foreach (var detection in detected)
        {
            var best = -1;
            var overlap = iou - 1e-10;
            for (var i = 0; i < truth.Length; i++)
            {
                if (taken[i] && !truth[i].Crowd) continue;
                if (best >= 0 && !truth[best].Crowd && truth[i].Crowd) break;
                var candidate = truth[i].Crowd ? Inside(detection.Box, truth[i].Box) : detection.Box.IoU(truth[i].Box);
                if (candidate < overlap) continue;
                (best, overlap) = (i, candidate);
            }
            if (best >= 0 ? truth[best].Crowd : partial) continue;
            if (best >= 0) taken[best] = true;
            verdicts.Add((detection.Score, best >= 0));
        }
    }

    /// <summary>The part of a detection inside a crowd box.</summary>
    private static double Inside(Box detection, Box crowd)
    {
        var width = Math.Min(detection.X2, crowd.X2) - Math.Max(detection.X1, crowd.X1);
        var height = Math.Min(detection.Y2, crowd.Y2) - Math.Max(detection.Y1, crowd.Y1);
        return width <= 0 || height <= 0 || detection.Area <= 0 ? 0 : width * height / detection.Area;
    }

    private static double Area(List<(float Score, bool Hit)> verdicts, int labelled)
    {
        var ordered = verdicts.OrderByDescending(v => v.Score).ToArray();
        var recall = new double[ordered.Length];
        var precision = new double[ordered.Length];
        var hits = 0;
        for (var i = 0; i < ordered.Length; i++)
        {
            if (ordered[i].Hit) hits++;
            recall[i] = (double)hits / labelled;
            precision[i] = (double)hits / (i + 1);
        }
        for (var i = ordered.Length - 2; i >= 0; i--) precision[i] = Math.Max(precision[i], precision[i + 1]);

        double sum = 0;
        var at = 0;
        for (var point = 0; point < RecallPoints; point++)
        {
            while (at < recall.Length && recall[at] < point * 0.01 - 1e-12) at++;
            if (at < recall.Length) sum += precision[at];
        }
        return sum / RecallPoints;
    }
}
