using TorchSharp;
using VlDistill.Trainer.Models;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Losses;

/// <summary>Loss of the one-stage detector: class loss with the box's quality as target and damped background, and GIoU.</summary>
public static class DetectionLoss
{
    private const double Alpha = 0.75, Gamma = 2;

    /// <summary>
    /// Terms <c>cls</c> (Zhang et al., VarifocalNet, CVPR 2021, equation 2, except that a positive weighs 1 instead of its quality, which
    /// learns faster from few steps) and <c>box</c> (1 − GIoU weighted by quality), both divided by the sum of qualities, at least 1.
    /// </summary>
    public static IReadOnlyList<LossTerm> Compute(DetectionOutput output, DetectionTargets targets, AnchorGrid anchors, double classWeight = 1, double boxWeight = 2)
    {
        var assignment = CentreAssignment.Assign(output, targets, anchors);
        var total = Math.Max(1, assignment.Quality.sum().ToDouble());
        return
        [
            new LossTerm("cls", ClassLoss(output.Logits, targets.Labels, assignment) / total, classWeight),
            new LossTerm("box", BoxLoss(output.Boxes, targets.Boxes, assignment) / total, boxWeight),
        ];
    }

    private static Tensor ClassLoss(Tensor logits, Tensor labels, Assignment assignment)
    {
        Tensor target, weight;
        using (no_grad())
        using (var scope = NewDisposeScope())
        {
            var chosen = labels.clamp_min(0).gather(1, assignment.Box); // (B, A)
            target = zeros_like(logits).scatter_(2, chosen.unsqueeze(2), assignment.Quality.unsqueeze(2)).MoveToOuterDisposeScope();
            var background = logits.sigmoid().pow(Gamma) * Alpha;
            weight = where(target.gt(0), ones_like(target), background).MoveToOuterDisposeScope();
        }
        return nn.functional.binary_cross_entropy_with_logits(logits, target, weight, nn.Reduction.Sum);
    }

    private static Tensor BoxLoss(Tensor boxes, Tensor trueBoxes, Assignment assignment)
    {
        var places = assignment.Quality.flatten().nonzero().squeeze(1);
        var wanted = trueBoxes.gather(1, assignment.Box.unsqueeze(2).expand(-1, -1, 4)).reshape(-1, 4).index_select(0, places);
        var overlap = BoxTensors.GIoU(boxes.reshape(-1, 4).index_select(0, places), wanted);
        return ((1 - overlap) * assignment.Quality.flatten().index_select(0, places)).sum();
    }
}
