using TorchSharp;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Methods.SelfCritical;
using VlDistill.Trainer.Models;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tests.Methods.SelfCritical;

public sealed class SelfCriticalLossTests
{
    [Fact]
    public void Advantages_OfAPicture_SumToZeroAndCompareWithTheOthers()
    {
        var advantages = SelfCriticalLoss.Advantages([1, 2, 6]);

        Assert.Equal([-3, -1.5, 4.5], advantages);
        Assert.Equal([0.0], SelfCriticalLoss.Advantages([4]));
    }

    [Fact]
    public void Compute_TwoSentences_RaisesTheBetterOnesProbability()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        using var model = new VlTransformer(VlConfig.Tiny(6, 20));
        model.eval();
        var (regions, boxes) = (rand([1, 3, 6]), rand([1, 3, 4]));
        var packed = PackedTexts.Captions([[[7, 8, 9], [7, 11, 12]]]);
        long[] shape = [1, packed.Length];
        var advantages = tensor(new float[] { 1, 1, 1, 1, -1, -1, -1, -1 }, shape);
        using var optimizer = optim.AdamW(model.parameters(), 1e-3);
        var before = Probabilities();
        for (var i = 0; i < 5; i++)
        {
            optimizer.zero_grad();
            SelfCriticalLoss.Compute(Logits(), tensor(packed.Targets, shape), advantages, packed.Words).Value.backward();
            optimizer.step();
        }
        var after = Probabilities();

        Assert.True(after.Better > before.Better + 0.1 && after.Worse < before.Worse - 0.1, $"{before} → {after}");

        Tensor Logits() => model.call(new VlInput(regions, boxes, tensor(packed.Inputs, shape), tensor(packed.Positions, shape), AttentionMasks.Prefix(3, [3], packed, causal: true))).Logits;

        (double Better, double Worse) Probabilities()
        {
            var words = Logits().log_softmax(2).gather(2, tensor(packed.Targets, shape).unsqueeze(2)).squeeze(2);
            return (words.narrow(1, 0, 4).sum().ToDouble(), words.narrow(1, 4, 4).sum().ToDouble());
        }
    }
}
