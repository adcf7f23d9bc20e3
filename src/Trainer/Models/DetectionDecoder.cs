using VlDistill.Trainer.Export;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Models;

/// <summary>The best places of each picture, best first, not suppressed: boxes (B, K, 4) clipped to the picture, scores (B, K), labels (B, K).</summary>
public sealed record DetectionCandidates(Tensor Boxes, Tensor Scores, Tensor Labels);

/// <summary>From the head's output to candidates, the same in evaluation and in the exported graph; suppression is the reader's.</summary>
public static class DetectionDecoder
{
    /// <summary>Takes the <paramref name="count"/> places with the highest class score.</summary>
    public static DetectionCandidates Decode(DetectionOutput output, int count = StudentEyes.Candidates)
    {
        var (best, labels) = output.Logits.max(2);
        var (top, places) = best.topk((int)Math.Min(count, best.shape[1]), 1);
        var boxes = output.Boxes.gather(1, places.unsqueeze(2).expand(-1, -1, 4)).clamp(0, 1);
        return new DetectionCandidates(boxes, top.sigmoid(), labels.gather(1, places));
    }

    /// <summary>The same for one picture in ONNX: boxes (K, 4), scores (K), labels (K).</summary>
    public static (string Boxes, string Scores, string Labels) Emit(OnnxGraphBuilder g, string logits, string boxes, int count)
    {
        var perPlace = g.Node("Squeeze", [logits, g.Ints(0)]);
        var best = g.Node("ReduceMax", [perPlace, g.Ints(1)], ("keepdims", 0));
        var labels = g.Node("ArgMax", [perPlace], ("axis", 1), ("keepdims", 0));
        var top = g.Nodes("TopK", [best, g.Ints(count)], 2, ("axis", 0), ("largest", 1), ("sorted", 1));
        var chosen = g.Node("Gather", [g.Node("Squeeze", [boxes, g.Ints(0)]), top[1]], ("axis", 0));
        return (g.Node("Clip", [chosen, g.Scalar(0), g.Scalar(1)]), g.Node("Sigmoid", [top[0]]), g.Node("Gather", [labels, top[1]], ("axis", 0)));
    }
}
