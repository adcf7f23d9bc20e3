using TorchSharp;
using VlDistill.Trainer.Methods.RvlBert;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tests.Methods.RvlBert;

public sealed class RelationLossesTests
{
    [Fact]
    public void Predicates_HandComputed_IsTheMeanCrossEntropy()
    {
        using var scope = NewDisposeScope();

        var term = RelationLosses.Predicates(tensor(new[] { 1f, 0, 0, 0 }, [2, 2]), tensor(new long[] { 0, 1 }));

        Assert.Equal((Math.Log(1 + Math.Exp(-1)) + Math.Log(2)) / 2, term.Value.ToDouble(), 5);
    }

    [Fact]
    public void Masks_HandComputed_CountsEachPairsTwoRoles()
    {
        using var scope = NewDisposeScope();
        // Object 0 is seen where it is; object 1 is seen as a subject in one of four wrong cells, as an object in all of them.
        var boxes = tensor(new[] { 1f, 0, 0, 0, 0, 0, 0, 0 }, [2, 2, 2]);
        var subjects = tensor(new[] { 1f, 0, 0, 0, 1, 0, 0, 0 }, [2, 2, 2]);
        var objects = tensor(new[] { 1f, 0, 0, 0, 1, 1, 1, 1 }, [2, 2, 2]);
        var masks = new RoleMasks(subjects, objects, zeros(2, 3), zeros(2, 3));

        // Pair 0 → 1: (0 + 1) / 2; pair 1 → 0: (1/4 + 0) / 2.
        Assert.Equal(0.5, Masks(0, 1), 6);
        Assert.Equal(0.125, Masks(1, 0), 6);
        Assert.Equal(0.3125, RelationLosses.Masks(masks, boxes, tensor(new long[] { 0, 1 }), tensor(new long[] { 1, 0 })).Value.ToDouble(), 6);

        double Masks(long subject, long @object) => RelationLosses.Masks(masks, boxes, tensor(new[] { subject }), tensor(new[] { @object })).Value.ToDouble();
    }

    [Fact]
    public void Masks_EqualToTheBoxes_AreZero()
    {
        using var scope = NewDisposeScope();
        var boxes = tensor(BoxMasks.Of([new(0, 0, 0.5f, 0.5f), new(0.2f, 0.7f, 1, 1)], 4, 4), [2, 4, 4]);

        Assert.Equal(0, RelationLosses.Masks(new RoleMasks(boxes, boxes, zeros(2, 3), zeros(2, 3)), boxes, tensor(new long[] { 0 }), tensor(new long[] { 1 })).Value.ToDouble());
    }
}
