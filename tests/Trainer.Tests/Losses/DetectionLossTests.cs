using TorchSharp;
using VlDistill.Regions;
using VlDistill.Trainer.Losses;
using VlDistill.Trainer.Models;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tests.Losses;

public sealed class DetectionLossTests
{
    private static readonly AnchorGrid anchors = new(64);

    [Fact]
    public void IoU_HandComputed_Matches()
    {
        using var scope = NewDisposeScope();
        var a = tensor([0f, 0, 2, 2], [1, 4]);
        var b = tensor([1f, 1, 3, 3], [1, 4]);
        Assert.Equal(1.0 / 7, BoxTensors.IoU(a, b).ToDouble(), 5);
        // The hull is 9, the union 7: GIoU = 1/7 − 2/9.
        Assert.Equal(1.0 / 7 - 2.0 / 9, BoxTensors.GIoU(a, b).ToDouble(), 5);
    }

    [Fact]
    public void Assign_PerfectBoxes_GiveQualityOneInsideOnly()
    {
        using var scope = NewDisposeScope();
        var targets = DetectionTargets.From([[new Region(new Box(0.25f, 0.25f, 0.75f, 0.75f), 3, 1)]]);
        var boxes = tensor([0.25f, 0.25f, 0.75f, 0.75f], [1, 1, 4]).expand(1, anchors.Count, 4);
        var assignment = CentreAssignment.Assign(new DetectionOutput(zeros(1, anchors.Count, 8), boxes), targets, anchors);
        Assert.Equal(1, assignment.Quality.max().ToDouble(), 4);
        var outside = anchors.Centres().sub(0.5).abs().amax(1).gt(0.25);
        Assert.Equal(0, (assignment.Quality[0] * outside).sum().ToDouble());
    }

    [Fact]
    public void Assign_BoxSmallerThanACell_StillGetsAPlace()
    {
        using var scope = NewDisposeScope();
        var targets = DetectionTargets.From([[new Region(new Box(0.24f, 0.24f, 0.26f, 0.26f), 0, 1)]]);
        var boxes = cat([anchors.Centres() - 0.1, anchors.Centres() + 0.1], 1).unsqueeze(0);
        Assert.True(CentreAssignment.Assign(new DetectionOutput(zeros(1, anchors.Count, 8), boxes), targets, anchors).Quality.sum().ToDouble() > 0);
    }

    [Fact]
    public void Compute_NoBoxes_HasNoBoxTermAndAFiniteGradient()
    {
        using var scope = NewDisposeScope();
        var logits = zeros(1, anchors.Count, 8, requires_grad: true);
        var boxes = rand([1, anchors.Count, 4], requires_grad: true);
        var terms = DetectionLoss.Compute(new DetectionOutput(logits, boxes), DetectionTargets.From([[]]), anchors);
        (terms[0].Value + terms[1].Value).backward();
        Assert.Equal(0, terms[1].Value.ToDouble());
        // Varifocal loss of a background logit of 0: 0.75 · 0.5² · ln 2 each.
        Assert.Equal(anchors.Count * 8 * 0.75 * 0.25 * Math.Log(2), terms[0].Value.ToDouble(), 1);
        Assert.True(logits.grad!.isfinite().all().ToBoolean());
    }

    [Fact]
    public void Compute_OneBatch_LearnsTheBox()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var eyes = new StudentEyes(StudentEyesConfig.Tiny with { Size = 64 });
        using var optimizer = optim.AdamW(eyes.parameters(), 3e-3);
        var picture = randint(0, 256, [1, 64, 64, 3], ScalarType.Byte);
        var truth = new Box(0.2f, 0.3f, 0.7f, 0.9f);
        var targets = DetectionTargets.From([[new Region(truth, 5, 1)]]);
        for (var i = 0; i < 60; i++)
        {
            using var step = NewDisposeScope();
            optimizer.zero_grad();
            var terms = DetectionLoss.Compute(eyes.call(picture).Detections, targets, eyes.Anchors);
            terms.Select(t => t.Value * t.Weight).Aggregate((a, b) => a + b).backward();
            optimizer.step();
        }
        var best = DetectionDecoder.Decode(eyes.call(picture).Detections);
        var corners = best.Boxes[0, 0].data<float>().ToArray();
        Assert.Equal(5, best.Labels[0, 0].ToInt64());
        Assert.True(best.Scores[0, 0].ToDouble() > 0.3);
        Assert.True(truth.IoU(new Box(corners[0], corners[1], corners[2], corners[3])) > 0.7);
    }
}
