using TorchSharp;
using VlDistill.Trainer.Losses;
using VlDistill.Trainer.Methods.Ffsd;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tests.Methods.Ffsd;

public sealed class MutualLossTests
{
    private static readonly float three = (float)Math.Log(3);

    [Fact]
    public void Of_TwoStudents_IsTheKlFromTheOther()
    {
        using var scope = NewDisposeScope();
        Tensor[] logits = [zeros(1, 2), tensor([three, 0], [1, 2])];

        Assert.Equal(0.75 * Math.Log(1.5) + 0.25 * Math.Log(0.5), MutualLoss.Of(logits, 0, 1).ToDouble(), 6);
        Assert.Equal(0.5 * Math.Log(0.5 / 0.75) + 0.5 * Math.Log(0.5 / 0.25), MutualLoss.Of(logits, 1, 1).ToDouble(), 6);
    }

    [Fact]
    public void Of_ThreeStudents_IsTheMeanOverTheOthers()
    {
        using var scope = NewDisposeScope();
        Tensor[] logits = [zeros(1, 2), tensor([three, 0], [1, 2]), zeros(1, 2)];

        Assert.Equal(KlDivergence.Compute(logits[0], logits[1], 2).ToDouble() / 2, MutualLoss.Of(logits, 0, 2).ToDouble(), 6);
    }

    [Fact]
    public void Of_OneStudent_IsZero()
    {
        using var scope = NewDisposeScope();

        Assert.Equal(0, MutualLoss.Of([ones(1, 2)], 0, 2).ToDouble());
    }

    [Fact]
    public void Terms_EachStudent_IsTaughtByItsOwnTermsOnly()
    {
        using var scope = NewDisposeScope();
        Tensor[] logits = [zeros(1, 2).requires_grad_(), tensor([three, 0], [1, 2]).requires_grad_()];

        var terms = MutualLoss.Terms(logits, tensor([0L]), 1);
        terms.Single(t => t.Name == "student1.mutual").Value.backward();

        Assert.Equal(["student1.classes", "student1.mutual", "student2.classes", "student2.mutual"], terms.Select(t => t.Name));
        Assert.Equal(Math.Log(2), terms[0].Value.ToDouble(), 6);
        Assert.NotNull(logits[0].grad);
        Assert.Null(logits[1].grad);
    }
}
