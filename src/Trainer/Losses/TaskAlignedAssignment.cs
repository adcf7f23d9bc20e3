using VlDistill.Trainer.Models;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Losses;

/// <summary>Which place answers for which box: chosen box per place (B, A), and how well it fits in [0, 1], 0 for background (B, A).</summary>
public sealed record Assignment(Tensor Box, Tensor Quality);

/// <summary>
/// Task-aligned assignment (Feng et al., TOOD, ICCV 2021, equations 5 and 6): the places inside a box with the largest
/// score^α · IoU^β answer for it; their target is that metric rescaled so that the best one gets its own IoU.
/// </summary>
public static class TaskAlignedAssignment
{
    private const int PlacesPerBox = 10;
    private const double ScorePower = 0.5, OverlapPower = 6;

    /// <summary>Assigns without gradient; the head's current output decides, so targets follow the network.</summary>
    public static Assignment Assign(DetectionOutput output, DetectionTargets targets, AnchorGrid anchors)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var (boxes, labels) = (targets.Boxes.unsqueeze(1), targets.Labels.unsqueeze(1)); // (B, 1, M, 4), (B, 1, M)
        var index = labels.clamp_min(0).expand(-1, anchors.Count, -1);
        var score = output.Logits.detach().sigmoid().gather(2, index);
        var overlap = BoxTensors.IoU(output.Boxes.detach().unsqueeze(2), boxes); // (B, A, M)
        var allowed = Inside(anchors, boxes).logical_and(labels.ge(0));
        var metric = score.pow(ScorePower) * overlap.pow(OverlapPower) * allowed;
        var (best, _) = metric.topk(Math.Min(PlacesPerBox, anchors.Count), 1);
        var weakest = best.narrow(1, best.shape[1] - 1, 1);
        var candidate = metric.ge(weakest).logical_and(metric.gt(0));
        // A place wanted by several boxes answers for the one it covers best.
        var (cover, chosen) = (overlap * candidate).max(2);
        var mine = candidate.logical_and(zeros_like(candidate).scatter_(2, chosen.unsqueeze(2), ones_like(chosen.unsqueeze(2)).to(ScalarType.Bool)));
        var owned = metric * mine;
        var bestMetric = owned.amax([1], keepdim: true).clamp_min(1e-12);
        var bestOverlap = (overlap * mine).amax([1], keepdim: true);
        var quality = (owned / bestMetric * bestOverlap).amax(2);
        return new Assignment(chosen.MoveToOuterDisposeScope(), quality.MoveToOuterDisposeScope());
    }

    /// <summary>Whether a place's centre lies in the box; a box smaller than a finest cell counts as one cell, so that none is missed.</summary>
    private static Tensor Inside(AnchorGrid anchors, Tensor boxes)
    {
        var centres = anchors.Centres().unsqueeze(1); // (A, 1, 2)
        var middle = (boxes.narrow(3, 0, 2) + boxes.narrow(3, 2, 2)) / 2;
        var half = ((boxes.narrow(3, 2, 2) - boxes.narrow(3, 0, 2)) / 2).clamp_min(anchors.StrideValues[0] / 2 * 1.01);
        return (centres - middle).abs().le(half).all(3);
    }
}
