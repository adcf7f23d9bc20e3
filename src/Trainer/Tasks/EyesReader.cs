using VlDistill.Inference;
using VlDistill.Regions;
using VlDistill.Trainer.Models;

namespace VlDistill.Trainer.Tasks;

/// <summary>From the detector's tensors to lists of regions, as the exported graph and its reader do at run time.</summary>
public static class EyesReader
{
    /// <summary>Scores below this are noise even for average precision.</summary>
    private const float EvaluationScore = 0.01f;

    private const float Overlap = 0.6f;

    /// <summary>Suppressed detections of each picture of a batch, best first.</summary>
    public static IReadOnlyList<IReadOnlyList<Region>> Detections(DetectionOutput output, float minimumScore = EvaluationScore, int most = 100) =>
        Read(output, minimumScore, most, label => label);

    /// <summary>Candidates of each picture whatever their class, best first: of boxes that overlap only the best stays, and all have class 0.</summary>
    public static IReadOnlyList<IReadOnlyList<Region>> Proposals(DetectionOutput output, int most) => Read(output, 0, most, _ => 0);

    private static IReadOnlyList<IReadOnlyList<Region>> Read(DetectionOutput output, float minimumScore, int most, Func<int, int> labelOf)
    {
        var candidates = DetectionDecoder.Decode(output);
        var (boxes, scores, labels) = (candidates.Boxes.contiguous().data<float>().ToArray(), candidates.Scores.data<float>().ToArray(), candidates.Labels.data<long>().ToArray());
        var (batch, count) = ((int)candidates.Scores.shape[0], (int)candidates.Scores.shape[1]);
        return [.. Enumerable.Range(0, batch).Select(b => NonMaximumSuppression.Apply(
            Enumerable.Range(b * count, count).Select(i => new Region(new Box(boxes[i * 4], boxes[i * 4 + 1], boxes[i * 4 + 2], boxes[i * 4 + 3]), labelOf((int)labels[i]), scores[i])),
            minimumScore, Overlap, most))];
    }
}
