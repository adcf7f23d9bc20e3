using TorchSharp;
using VlDistill.Trainer.Losses;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tests.Losses;

public sealed class SimpleLossTests
{
    [Fact]
    public void CaptionLoss_HandComputed_IgnoresPaddingAndSmooths()
    {
        using var scope = NewDisposeScope();
        var logits = tensor([0f, 0, 2, 5, 5, 5], [1, 2, 3]);
        var targets = tensor([2L, 0], [1, 2]);
        var sum = Math.Log(Math.Exp(2) + 2);
        var expected = 0.9 * (sum - 2) + 0.1 * (sum - 2.0 / 3);
        Assert.Equal(expected, CaptionLoss.Compute(logits, targets, 0.1).Value.ToDouble(), 5);
    }

    [Fact]
    public void TagLoss_HandComputed_SumsWordsAndAveragesPictures()
    {
        using var scope = NewDisposeScope();
        var logits = tensor([0f, 1, 0, 0], [2, 2]);
        var targets = tensor([1f, 0, 0, 1], [2, 2]);
        var expected = (3 * Math.Log(2) + Math.Log(1 + Math.E)) / 2;
        Assert.Equal(expected, TagLoss.Compute(logits, targets).Value.ToDouble(), 5);
    }

    [Fact]
    public void KeepLoss_TwiceTheMap_IsOneAndReachesTheFeaturesOnly()
    {
        using var scope = NewDisposeScope();
        var initial = rand([2, 3, 4, 4]).add_(0.1).requires_grad_();
        var features = (initial.detach() * 2).requires_grad_();
        var term = KeepLoss.Compute(features, initial);
        term.Value.backward();
        Assert.Equal(1, term.Value.ToDouble(), 4);
        Assert.Null(initial.grad);
        Assert.NotNull(features.grad);
    }

    [Fact]
    public void MaskedWords_OneTarget_IsItsCrossEntropy()
    {
        using var scope = NewDisposeScope();
        var logits = tensor([0f, 1, 0, 0, 5, 0], [1, 2, 3]);
        Assert.Equal(Math.Log(2 + Math.E) - 1, PretrainLoss.MaskedWords(logits, tensor([1L, 0], [1, 2])).Value.ToDouble(), 5);
        Assert.Equal(0, PretrainLoss.MaskedWords(logits, tensor([0L, 0], [1, 2])).Value.ToDouble());
    }
}
