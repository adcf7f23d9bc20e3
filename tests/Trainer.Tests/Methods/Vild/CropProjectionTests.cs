using VlDistill.Trainer.Methods.Vild;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tests.Methods.Vild;

public sealed class CropProjectionTests
{
    [Fact]
    public void Forward_Untrained_IsTheMeanOfBelievedNames()
    {
        using var projection = new CropProjection(new CropProjectionConfig(2, 2, 4, 2));
        using (no_grad()) projection.Names.copy_(eye(2));

        // Odds of 9 and 1: weights 0.9 and 0.1 after the softmax of log-odds.
        var direction = projection.call(tensor(new[] { 5f, -3, 0.9f, 0.5f }, [1, 4]));

        var length = Math.Sqrt(0.9 * 0.9 + 0.1 * 0.1);
        Assert.Equal(0.9 / length, direction[0, 0].item<float>(), 5);
        Assert.Equal(0.1 / length, direction[0, 1].item<float>(), 5);
    }

    [Fact]
    public void Beliefs_CertainAndImpossible_AreFiniteAndSumToOne()
    {
        using var projection = new CropProjection(new CropProjectionConfig(1, 3, 4, 2));
        var beliefs = projection.Beliefs(tensor(new[] { 0f, 1, 0, 0.5f }, [1, 4]));

        Assert.Equal(1, beliefs.sum().item<float>(), 5);
        Assert.True(beliefs[0, 0].item<float>() > 0.99f);
    }

    [Fact]
    public void Forward_NoNamesAndConstantFeatures_GivesUnitLength()
    {
        using var projection = new CropProjection(new CropProjectionConfig(3, 0, 4, 2));
        Assert.Equal(1, projection.call(full([1, 3], 2f)).square().sum().item<float>(), 4);
    }

    [Fact]
    public void Both_SameDirections_ChangesNothing()
    {
        var once = tensor(new[] { 1f, 0, 0, 1 }, [2, 2]);
        Assert.True(CropEncoder.Both(cat([once, once])).allclose(once));
    }

    [Fact]
    public void Both_TwoDirections_IsTheirMiddle()
    {
        var middle = CropEncoder.Both(eye(2));
        Assert.Equal(Math.Sqrt(0.5), middle[0, 0].item<float>(), 5);
        Assert.Equal(Math.Sqrt(0.5), middle[0, 1].item<float>(), 5);
    }
}
