using TorchSharp;
using VlDistill.Trainer.Methods.DistillVlm;
using VlDistill.Trainer.Recipes;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tests.Methods.DistillVlm;

public sealed class LossTests
{
    [Fact]
    public void Attention_HandExample_CountsRealPairsOnly()
    {
        using var scope = NewDisposeScope();
        // Two heads, three tokens of which the last is padding: differences 0.5 at four real pairs of head 0, garbage elsewhere.
        var (student, teacher) = (zeros(1, 2, 3, 3), zeros(1, 2, 3, 3));
        student[0, 0].narrow(0, 0, 2).narrow(1, 0, 2).fill_(0.5);
        student[0, 1, 2].fill_(9);
        student[0, 1].select(1, 2).fill_(7);

        var term = AttentionLoss.Compute([student], [teacher], tensor(new float[] { 1, 1, 0 }, [1, 3]), 3);

        Assert.Equal(("attention", 3.0), (term.Name, term.Weight));
        Assert.Equal(4 * 0.25 / (2 * 4), term.Value.ToDouble(), 6);
    }

    [Fact]
    public void Contrast_HandExample_IsTheCrossEntropyOfThePositive()
    {
        using var scope = NewDisposeScope();
        // Cosines 0.6 with the positive, 1 and 0 with the queue, at τ = 0.5; the lengths 2 and 3 must not matter.
        var loss = HiddenLoss.Contrast(tensor(new float[] { 2, 0 }, [1, 2]), tensor(new float[] { 1.8f, 2.4f }, [1, 2]), eye(2), 0.5);

        Assert.Equal(1.260373, loss.ToDouble(), 5);
    }

    [Fact]
    public void Contrast_StudentIsTeacher_CountsOnlyTheQueue()
    {
        using var scope = NewDisposeScope();
        // The positive's cosine is 1 whatever the length, so log(1 + Σ exp((cos - 1) / τ)) over the queue is left: at most log(1 + K).
        var (states, queue) = (randn(3, 8), nn.functional.normalize(randn(16, 8), dim: 1));
        var cosines = nn.functional.normalize(states, dim: 1).matmul(queue.t());
        var left = ((cosines - 1) / 0.07).exp().sum(1).log1p().mean().ToDouble();

        Assert.Equal(left, HiddenLoss.Contrast(states * 5, states, queue, 0.07).ToDouble(), 4);
        Assert.InRange(left, 0, Math.Log(17));
        // The opposite of the teacher is at least as far from it as from any negative.
        Assert.True(HiddenLoss.Contrast(-states, states, queue, 0.07).ToDouble() >= Math.Log(17));
    }

    [Fact]
    public void Contrast_EmptyQueue_IsZeroAndDistanceIsNot()
    {
        using var scope = NewDisposeScope();
        var (student, teacher) = (tensor(new float[] { 1, 0 }, [1, 2]), tensor(new float[] { 0, 4 }, [1, 2]));

        Assert.Equal(0, HiddenLoss.Contrast(student, teacher, null, 0.07).ToDouble());
        Assert.Equal(2, HiddenLoss.Distance(student, teacher).ToDouble(), 6);
    }

    [Fact]
    public void Losses_Backward_LeaveTeacherAndQueueAlone()
    {
        using var scope = NewDisposeScope();
        var student = randn([2, 4], requires_grad: true);
        var teacher = randn([2, 4], requires_grad: true);
        var maps = rand([1, 1, 2, 2], requires_grad: true);
        var theirs = rand([1, 1, 2, 2], requires_grad: true);
        using var queue = new TokenQueue(4, 4);
        queue.Enqueue(randn(3, 4));
        var before = queue.Negatives!.clone();

        (HiddenLoss.Contrast(student, teacher, queue.Negatives, 0.1) + HiddenLoss.Distance(student, teacher)
            + AttentionLoss.Compute([maps], [theirs], ones(1, 2)).Value).backward();

        Assert.All([student, maps], t => Assert.True(t.grad!.abs().sum().ToDouble() > 0));
        Assert.All([teacher, theirs], t => Assert.Null(t.grad));
        Assert.All(queue.buffers(), b => Assert.False(b.requires_grad));
        Assert.Empty(queue.parameters());
        Assert.True(before.Equals(queue.Negatives!));
    }

    [Fact]
    public void SoftLabels_HandExample_SkipsPlacesWithoutTarget()
    {
        using var scope = NewDisposeScope();
        var logits = tensor(new float[] { 1, 2, -1, 50, 60, 70 }, [1, 2, 3]);
        var term = SoftLabelLoss.Words(logits, tensor([0L, 1, 2, 2], [1, 2, 2]), tensor(new float[] { 0.25f, 0.75f, 0, 0 }, [1, 2, 2]), 2, 0.5);

        Assert.Equal(("classes", 0.5), (term.Name, term.Weight));
        Assert.Equal(2.916522, term.Value.ToDouble(), 5);
        Assert.Equal(2.916522, SoftLabelLoss.Classes(logits[0].narrow(0, 0, 1), tensor(new float[] { 0.25f, 0.75f, 0 }, [1, 3]), 2).Value.ToDouble(), 5);
    }

    [Fact]
    public void Average_TwiceTheHeads_MeansNeighbours()
    {
        using var scope = NewDisposeScope();
        var maps = arange(4).to_type(ScalarType.Float32).view(1, 4, 1, 1).expand(1, 4, 2, 2);

        var two = HeadGroups.Average(maps, 2);

        Assert.Equal([1, 2, 2, 2], two.shape);
        Assert.Equal((0.5, 2.5), (two[0, 0, 0, 0].ToDouble(), two[0, 1, 1, 1].ToDouble()));
    }

    [Fact]
    public void Require_HeadsThatDoNotDivide_NamesBothStages()
    {
        HeadGroups.Require("big", 8, "small", 4);
        var error = Assert.Throws<UserException>(() => HeadGroups.Require("big", 8, "small", 3));

        Assert.Contains("stage small has heads=3, its teacher big has 8", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData(LayerMap.Last, 3, 12, "2-11")]
    [InlineData(LayerMap.Uniform, 3, 12, "0-3 1-7 2-11")]
    [InlineData(LayerMap.Uniform, 3, 4, "0-1 1-2 2-3")]
    [InlineData(LayerMap.Uniform, 3, 3, "0-0 1-1 2-2")]
    public void Of_Map_PairsLayers(LayerMap map, int student, int teacher, string expected) =>
        Assert.Equal(expected, string.Join(' ', LayerPair.Of(map, student, teacher).Select(p => $"{p.Student}-{p.Teacher}")));
}
