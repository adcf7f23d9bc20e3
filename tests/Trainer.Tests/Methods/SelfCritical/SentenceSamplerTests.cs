using TorchSharp;
using VlDistill.Trainer.Methods.SelfCritical;
using VlDistill.Trainer.Models;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tests.Methods.SelfCritical;

public sealed class SentenceSamplerTests
{
    [Fact]
    public void Choose_ManyDraws_FollowTheProbabilitiesAndNeverWhatIsForbidden()
    {
        using var scope = NewDisposeScope();
        var logits = tensor(new[] { float.NegativeInfinity, MathF.Log(0.5f), float.NegativeInfinity, MathF.Log(0.2f), MathF.Log(0.3f), float.NegativeInfinity });
        var drawn = new SentenceSampler(1, 2, [3, 4], 2000).Choose(logits.expand(2, 2000, 6)).data<long>().ToArray();

        Assert.All(drawn, word => Assert.Contains(word, new long[] { 1, 3, 4 }));
        Assert.Equal(0.5, drawn.Count(w => w == 1) / 4000.0, 0.03);
        Assert.Equal(0.2, drawn.Count(w => w == 3) / 4000.0, 0.03);
    }

    [Fact]
    public void Decode_WithAnotherBatch_SaysTheSameOfASample()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        using var model = new VlTransformer(VlConfig.Tiny(6, 20));
        model.eval();
        var (regions, boxes) = (rand([2, 3, 6]), rand([2, 3, 4]));

        var both = SentenceDecoder.Decode(model, regions, boxes, [3, 2], 4, 10, new SentenceSampler(1, 2, [30, 40], 4).Choose);
        var alone = SentenceDecoder.Decode(model, regions.narrow(0, 1, 1), boxes.narrow(0, 1, 1), [2], 4, 10, new SentenceSampler(1, 2, [40], 4).Choose);

        Assert.Equal(both[1], alone[0]);
        Assert.True(both[0].Select(s => string.Join(' ', s)).Distinct().Count() > 1);
    }
}
