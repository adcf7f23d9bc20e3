using VlDistill.Trainer.Methods.Vild;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tests.Methods.Vild;

public sealed class VildLossesTests
{
    [Fact]
    public void Text_TwoRegions_IsMeanCrossEntropyWithBackgroundFirst()
    {
        // Region 1 is class 1 (number 2), region 2 background.
        var loss = VildLosses.Text(tensor(new[] { 0.1f, 0.3f }), tensor(new[] { 0.2f, 0.5f, 0.0f, 0.1f }, [2, 2]), tensor(new long[] { 2, 0 }), 10).Value.item<float>();

        var first = -Math.Log(Math.Exp(5) / (Math.Exp(1) + Math.Exp(2) + Math.Exp(5)));
        var second = -Math.Log(Math.Exp(3) / (Math.Exp(3) + Math.Exp(0) + Math.Exp(1)));
        Assert.Equal((first + second) / 2, loss, 5);
    }

    [Fact]
    public void Text_IgnoredRegion_DoesNotCount()
    {
        var (background, classes) = (tensor(new[] { 0.1f, 0.9f }), tensor(new[] { 0.2f, -0.9f }, [2, 1]));

        var both = VildLosses.Text(background, classes, tensor(new long[] { 1, VildLosses.Ignored }), 10).Value.item<float>();
        var alone = VildLosses.Text(background[..1], classes[..1], tensor(new long[] { 1 }), 10).Value.item<float>();

        Assert.Equal(alone, both, 6);
    }

    [Fact]
    public void Text_NoRegionCounts_IsZero() =>
        Assert.Equal(0, VildLosses.Text(zeros(1), zeros(1, 3), tensor(new[] { VildLosses.Ignored }), 100).Value.item<float>());

    [Theory]
    [InlineData(1e-6, 0.6931472)]
    [InlineData(1000, 0)]
    public void Text_ScaleAtItsLimits_IsUniformOrCertain(double scale, double expected) =>
        Assert.Equal(expected, VildLosses.Text(tensor(new[] { 0.1f }), tensor(new[] { 0.2f }, [1, 1]), tensor(new[] { 1L }), scale).Value.item<float>(), 5);

    [Fact]
    public void Image_SameDirections_IsZero() => Assert.Equal(0, VildLosses.Image(eye(3), eye(3)).Value.item<float>());

    [Fact]
    public void Image_TwoRegions_SumsDimensionsAndAveragesRegions()
    {
        var regions = tensor(new[] { 1f, 0, 0, 1 }, [2, 2]);
        var crops = tensor(new[] { 0.6f, 0.8f, 0, 1 }, [2, 2]);

        Assert.Equal((0.4f + 0.8f) / 2, VildLosses.Image(regions, crops).Value.item<float>(), 6);
    }

    [Fact]
    public void Image_NoRegion_IsZero() => Assert.Equal(0, VildLosses.Image(zeros(0, 4), zeros(0, 4)).Value.item<float>());

    [Fact]
    public void Image_Gradient_StopsAtCrops()
    {
        var (regions, crops) = (ones(1, 2).requires_grad_(), zeros(1, 2).requires_grad_());
        VildLosses.Image(regions, crops).Value.backward();

        Assert.NotNull(regions.grad);
        Assert.Null(crops.grad);
    }

    [Fact]
    public void Contrast_Orthogonal_ApproachesZeroAndPermutedDoesNot()
    {
        var right = VildLosses.Contrast(eye(3), eye(3), 100).Value.item<float>();
        var wrong = VildLosses.Contrast(eye(3), eye(3).roll(1, 0), 100).Value.item<float>();

        Assert.Equal(0, right, 5);
        Assert.Equal(100, wrong, 3);
    }

    [Fact]
    public void Contrast_OnePair_IsZero() => Assert.Equal(0, VildLosses.Contrast(ones(1, 2), ones(1, 2), 100).Value.item<float>());

    [Fact]
    public void Labels_OneCrop_IsCrossEntropy()
    {
        var expected = -Math.Log(Math.Exp(2) / (Math.Exp(2) + Math.Exp(1)));
        Assert.Equal(expected, VildLosses.Labels(tensor(new[] { 0.2f, 0.1f }, [1, 2]), tensor(new[] { 0L }), 10).Value.item<float>(), 5);
    }

    [Fact]
    public void Labels_NoCrop_IsZero() => Assert.Equal(0, VildLosses.Labels(zeros(0, 3), zeros([0], int64), 100).Value.item<float>());

    [Fact]
    public void Names_UniformTargetsAndEqualCosines_IsLogOfTheirNumber() =>
        Assert.Equal(Math.Log(4), VildLosses.Names(full([2, 4], 0.3), full([2, 4], 0.25), 100).Value.item<float>(), 5);
}
