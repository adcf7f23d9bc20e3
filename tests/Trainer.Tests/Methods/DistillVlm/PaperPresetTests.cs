using TorchSharp;
using VlDistill.Trainer.Data;
using VlDistill.Trainer.Losses;
using VlDistill.Trainer.Methods.DistillVlm;
using VlDistill.Trainer.Models;
using VlDistill.Trainer.Recipes;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tests.Methods.DistillVlm;

public sealed class PaperPresetTests
{
    private const int Features = 2048, Words = 1000, Regions = 10;

    [Fact]
    public void Step_PaperSizesAtBatchTwo_MovesTheStudentOnly()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var teacher = new VlTransformer(VlConfig.PaperTeacher(Features, Words));
        teacher.eval();
        var (mine, theirs) = (VlConfig.PaperStudent(Features, Words), teacher.Config);
        var pairs = LayerPair.Of(LayerMap.Uniform, mine.Layers, theirs.Layers);
        using var model = new DistilledStudent(new VlTransformer(mine), pairs.Length, mine.Width, theirs.Width, 64);
        LaneDropout.Attach(model, new Generator(1));
        using var optimizer = optim.AdamW(model.parameters(), 1e-4);
        var packed = PackedTexts.Captions([[[7, 8, 9]], [[10, 11]]]);
        long[] shape = [2, packed.Length];
        var input = new VlInput(randn(2, Regions, Features), rand(2, Regions, 4), tensor(packed.Inputs, shape), tensor(packed.Positions, shape),
            AttentionMasks.Prefix(Regions, [Regions, Regions], packed, causal: true));
        VlOutput target;
        using (no_grad()) target = teacher.call(input);
        var (before, frozen) = (Sum(DistilledStudent.Of<VlTransformer>(model)), Sum(teacher));

        var output = DistilledStudent.Of<VlTransformer>(model).call(input);
        foreach (var queue in model.Queues) queue.Enqueue(randn(64, theirs.Width));
        var hidden = pairs.Select((pair, i) => HiddenLoss.Contrast(
            model.Projections[i].call(output.Hidden[pair.Student].flatten(0, 1)), target.Hidden[pair.Teacher].flatten(0, 1), model.Queues[i].Negatives, 0.07));
        var (best, words) = target.Logits.softmax(2).topk(8, 2);
        LossTerm[] terms =
        [
            CaptionLoss.Compute(output.Logits, tensor(packed.Targets, shape)),
            AttentionLoss.Compute([.. pairs.Select(p => output.Attention[p.Student])], [.. pairs.Select(p => target.Attention[p.Teacher])],
                ones(2, Regions + packed.Length), 100),
            new("hidden", hidden.Aggregate((a, b) => a + b) / pairs.Length),
            SoftLabelLoss.Words(output.Logits, words, best / best.sum(2, keepdim: true)),
        ];
        terms.Select(t => t.Value * t.Weight).Aggregate((a, b) => a + b).backward();
        optimizer.step();

        Assert.Equal(12, pairs.Length);
        Assert.All(terms, t => Assert.True(double.IsFinite(t.Value.ToDouble()) && t.Value.ToDouble() > 0, t.Name));
        Assert.All(model.parameters(), p => Assert.NotNull(p.grad));
        Assert.All(teacher.parameters(), p => Assert.Null(p.grad));
        Assert.Equal(frozen, Sum(teacher));
        Assert.NotEqual(before, Sum(DistilledStudent.Of<VlTransformer>(model)));
    }

    private static double Sum(VlTransformer model) => model.parameters().Sum(p => p.abs().sum().ToDouble());
}
