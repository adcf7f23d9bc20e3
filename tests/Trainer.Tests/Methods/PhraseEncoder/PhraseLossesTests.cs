using VlDistill.Trainer.Methods.PhraseEncoder;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tests.Methods.PhraseEncoder;

public sealed class PhraseLossesTests
{
    private static readonly float half = MathF.Sqrt(0.5f);

    [Fact]
    public void Direction_EqualOppositeAndBetween_IsOneMinusTheCosine()
    {
        using var teacher = tensor(new float[] { 1, 0, 0, 1 }, [2, 2]);
        using var student = tensor(new float[] { 1, 0, half, half }, [2, 2]);
        Assert.Equal(0, PhraseLosses.Direction(teacher, teacher).Value.item<float>(), 1e-6);
        Assert.Equal(2, PhraseLosses.Direction(-teacher, teacher).Value.item<float>(), 1e-6);
        Assert.Equal((1 - half) / 2, PhraseLosses.Direction(student, teacher).Value.item<float>(), 1e-6);
    }

    [Fact]
    public void Relations_TwoPhrases_CompareTheirCosine()
    {
        using var teacher = tensor(new float[] { 1, 0, 0, 1 }, [2, 2]);
        using var student = tensor(new float[] { 1, 0, half, half }, [2, 2]);
        // Pairs: (0, 0) and (1, 1) agree, the other two differ by √½.
        Assert.Equal(0.25, PhraseLosses.Relations(student, teacher, 3).Value.item<float>(), 1e-6);
        Assert.Equal(3, PhraseLosses.Relations(student, teacher, 3).Weight);
    }

    [Fact]
    public void Relations_TurnedSpace_AreNoLoss()
    {
        using var teacher = tensor(new float[] { 1, 0, 0, 1 }, [2, 2]);
        using var turned = tensor(new float[] { half, half, -half, half }, [2, 2]);
        Assert.Equal(0, PhraseLosses.Relations(turned, teacher, 1).Value.item<float>(), 1e-6);
    }

    [Fact]
    public void Losses_OnePhrase_AreFinite()
    {
        using var one = tensor(new float[] { 0.6f, 0.8f }, [1, 2]);
        Assert.Equal(0, PhraseLosses.Relations(one, one, 1).Value.item<float>(), 1e-6);
        Assert.Equal(0, PhraseLosses.Direction(one, one).Value.item<float>(), 1e-6);
    }
}
