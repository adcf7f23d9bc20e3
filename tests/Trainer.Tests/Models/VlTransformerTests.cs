using TorchSharp;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Losses;
using VlDistill.Trainer.Models;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tests.Models;

public sealed class VlTransformerTests
{
    private const int Regions = 6, Features = 12, Vocabulary = 30;

    [Theory]
    [InlineData(384, 21_293_568)]
    [InlineData(768, 85_054_464)]
    public void Blocks_PaperPresets_HaveBertsParameters(int width, long expected)
    {
        var config = width == 384 ? VlConfig.PaperStudent(2048, 30522) : VlConfig.PaperTeacher(2048, 30522);
        Assert.Equal((12, 12, width, 4 * width), (config.Layers, config.Heads, config.Width, config.Hidden));
        using var block = new TransformerBlock(config);
        Assert.Equal(expected, config.Layers * block.parameters().Sum(p => p.numel()));
    }

    [Fact]
    public void Forward_LaterWordChanged_KeepsEarlierLogits()
    {
        using var scope = NewDisposeScope();
        var (model, regions, boxes) = Make();
        var first = Run(model, regions, boxes, [[7, 8, 9, 10]]).Logits;
        var second = Run(model, regions, boxes, [[7, 8, 20, 10]]).Logits;
        Assert.Equal(0, Distance(first, second, 0, 3), 6);
        Assert.True(Distance(first, second, 3, 2) > 1e-4);
    }

    [Fact]
    public void Forward_PackedCaptions_DoNotSeeEachOther()
    {
        using var scope = NewDisposeScope();
        var (model, regions, boxes) = Make();
        var first = Run(model, regions, boxes, [[7, 8, 9], [11, 12]]).Logits;
        var second = Run(model, regions, boxes, [[20, 21, 22], [11, 12]]).Logits;
        var alone = Run(model, regions, boxes, [[11, 12]]).Logits;
        Assert.True(Distance(first, second, 1, 3) > 1e-4);
        Assert.Equal(0, Distance(first, second, 4, 3), 6);
        Assert.Equal(0, (first.narrow(1, 4, 3) - alone).abs().max().ToDouble(), 5);
    }

    [Fact]
    public void Forward_PaddedRegions_ChangeNothing()
    {
        using var scope = NewDisposeScope();
        var (model, regions, boxes) = Make();
        var captions = PackedTexts.Captions([[[7, 8, 9]]]);
        var exact = Forward(model, regions, boxes, captions, Regions);
        var padded = Forward(model, cat([regions, ones(1, 2, Features)], 1), cat([boxes, ones(1, 2, 4)], 1), captions, Regions);
        Assert.Equal(0, (exact.Logits - padded.Logits).abs().max().ToDouble(), 5);
        Assert.Equal(0, padded.Attention[0].narrow(3, Regions, 2).narrow(2, Regions, 4).abs().max().ToDouble());
    }

    [Fact]
    public void Step_WordByWord_EqualsForward()
    {
        using var scope = NewDisposeScope();
        var (model, regions, boxes) = Make();
        long[] words = [1, 7, 8, 9];
        var whole = Run(model, regions, boxes, [[7, 8, 9]]);
        var (seen, cache, _) = model.Read(regions, boxes, null);
        Assert.Equal(0, (seen - whole.Hidden[^1].narrow(1, 0, Regions)).abs().max().ToDouble(), 5);
        for (var i = 0; i < words.Length; i++)
        {
            (var logits, (var hidden, cache, var attention)) = model.Step(full([1, 1], words[i], int64), full([1, 1], i, int64), cache, null);
            Assert.Equal(0, (logits - whole.Logits.select(1, i)).abs().max().ToDouble(), 5);
            Assert.Equal(0, (hidden - whole.Hidden[^1].narrow(1, Regions + i, 1)).abs().max().ToDouble(), 5);
            Assert.Equal(1, attention[0].sum(3).min().ToDouble(), 5);
        }
    }

    [Fact]
    public void StepBeside_TextsOfOnePicture_EqualsForward()
    {
        using var scope = NewDisposeScope();
        var (model, regions, boxes) = Make();
        long[] first = [1, 7, 8, 9], second = [1, 20, 21, 22];
        var packed = Run(model, regions, boxes, [[7, 8, 9], [20, 21, 22]]).Logits;
        var padded = model.Prefill(cat([regions, ones(1, 2, Features)], 1), cat([boxes, ones(1, 2, 4)], 1), AttentionMasks.Regions(Regions + 2, [Regions]));
        VlCache? spoken = null;
        for (var i = 0; i < first.Length; i++)
        {
            (var logits, spoken) = model.StepBeside(tensor(new[] { first[i], second[i] }, [1, 2]), i, padded, AttentionMasks.Regions(Regions + 2, [Regions]), spoken);
            Assert.Equal(0, (logits.select(1, 0) - packed.select(1, i)).abs().max().ToDouble(), 5);
            Assert.Equal(0, (logits.select(1, 1) - packed.select(1, first.Length + i)).abs().max().ToDouble(), 5);
        }
    }

    [Fact]
    public void Decode_UntrainedModel_SaysWordsOnlyAndHandlesUnequalRegions()
    {
        using var scope = NewDisposeScope();
        var (model, regions, boxes) = Make();
        var two = cat([regions, regions], 0);
        var captions = SentenceDecoder.Greedy(model, two, cat([boxes, boxes], 0), [Regions, Regions - 2], 8);
        Assert.Equal(2, captions.Length);
        Assert.All(captions.SelectMany(c => c), word => Assert.InRange(word, 7, Vocabulary - 1));
        Assert.Equal(captions[0], SentenceDecoder.Greedy(model, regions, boxes, [Regions], 8)[0]);
    }

    [Fact]
    public void CaptionLoss_OneBatch_FallsBelowAQuarterInSixtySteps()
    {
        using var scope = NewDisposeScope();
        var (model, regions, boxes) = Make();
        model.train();
        LaneDropout.Attach(model, new Generator(1));
        using var optimizer = optim.AdamW(model.parameters(), 5e-3);
        var captions = PackedTexts.Captions([[[7, 8, 9, 10], [11, 12, 13]]]);
        var losses = Enumerable.Range(0, 60).Select(_ =>
        {
            using var step = NewDisposeScope();
            optimizer.zero_grad();
            var loss = CaptionLoss.Compute(Forward(model, regions, boxes, captions, Regions).Logits, tensor(captions.Targets, [1, captions.Length]), 0).Value;
            loss.backward();
            optimizer.step();
            return loss.ToDouble();
        }).ToArray();
        Assert.InRange(losses[^1], 0, losses[0] / 4);
    }

    private static (VlTransformer Model, Tensor Regions, Tensor Boxes) Make()
    {
        manual_seed(5);
        var model = new VlTransformer(VlConfig.Tiny(Features, Vocabulary));
        model.eval();
        return (model, rand([1, Regions, Features]), rand([1, Regions, 4]));
    }

    private static VlOutput Run(VlTransformer model, Tensor regions, Tensor boxes, int[][] captions) =>
        Forward(model, regions, boxes, PackedTexts.Captions([captions]), Regions);

    private static VlOutput Forward(VlTransformer model, Tensor regions, Tensor boxes, PackedTexts captions, int real)
    {
        long[] shape = [captions.Pictures, captions.Length];
        var mask = AttentionMasks.Prefix((int)regions.shape[1], [real], captions, causal: true);
        return model.call(new VlInput(regions, boxes, tensor(captions.Inputs, shape), tensor(captions.Positions, shape), mask));
    }

    private static double Distance(Tensor a, Tensor b, int from, int count) => (a.narrow(1, from, count) - b.narrow(1, from, count)).abs().max().ToDouble();
}
