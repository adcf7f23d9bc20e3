using TorchSharp;
using VlDistill.Trainer.Methods.AdaIn;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tests.Methods.AdaIn;

public sealed class TransferLossesTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Statistics_TwoPixels_IsTheHandComputedValue()
    {
        // First picture: means 2 and 2, deviations 1 and 2. Second: means 5 and 1, deviations 0 and 3.
        var student = Map([2, 1, 1, 2], 1, 3, 5, 5);
        var teacher = Map([2, 1, 1, 2], 0, 4, -2, 4);

        Assert.Equal((1 + 16 + 9) / 2f, Value(TransferLosses.Statistics(student, teacher)), 3);
    }

    [Fact]
    public void Statistics_SeveralChannels_AddUp() =>
        Assert.Equal(4 + 9, Value(TransferLosses.Statistics(Map([1, 2, 1, 2], 2, 2, 3, 3), Map([1, 2, 1, 2], 0, 0, 0, 0))), 3);

    [Fact]
    public void Statistics_OtherPatternWithTheSameStatistics_IsNothing() =>
        Assert.Equal(0, Value(TransferLosses.Statistics(Map([1, 1, 2, 2], 1, 2, 3, 4), Map([1, 1, 2, 2], 4, 3, 2, 1))), 5);

    [Fact]
    public void Apply_OwnPattern_TakesTheOthersMeanAndDeviation()
    {
        var student = FeatureStatistics.Of(Map([1, 1, 1, 2], 7, 13));

        var applied = student.Apply(Map([1, 1, 2, 2], 0, 2, 2, 0)).data<float>().ToArray();

        Assert.All(applied.Zip([7f, 13, 13, 7]), p => Assert.Equal(p.Second, p.First, 3));
    }

    [Fact]
    public void Verdict_LinearRest_IsTheHandComputedValue()
    {
        // The rest adds the pixels up: it says 2 to the teacher's map and 2 · 3 to the one with the student's mean of 3.
        var verdict = TransferLosses.Verdict(Map([1, 1, 1, 2], 1, 5), Map([1, 1, 1, 2], 0, 2), Map([1, 1], 2), map => map.sum([2, 3]));

        Assert.Equal(16, Value(verdict), 3);
    }

    [Fact]
    public void Verdict_RestThatSeesTheDeviationAlone_TeachesTheDeviation()
    {
        // Σ (x − mean)² = 2 σ² for two pixels: the student's σ is 2, the teacher's 1, so (8 − 2)² with slope 2 · 6 · 4σ = 96 on σ, half of it on each pixel.
        var student = Map([1, 1, 1, 2], 1, 5).requires_grad_();

        var verdict = TransferLosses.Verdict(student, Map([1, 1, 1, 2], 0, 2), Map([1, 1], 2), map => (map - map.mean([2, 3], keepdim: true)).square().sum([2, 3]));
        verdict.backward();

        Assert.Equal(36, Value(verdict), 2);
        Assert.All(student.grad!.data<float>().ToArray().Zip([-48f, 48]), p => Assert.Equal(p.Second, p.First, 0.1f));
    }

    [Fact]
    public void Maps_TwoPixels_IsTheMeanSquare() => Assert.Equal((4 + 16) / 2f, Value(TransferLosses.Maps(Map([1, 1, 1, 2], 2, 0), Map([1, 1, 1, 2], 0, 4))), 5);

    [Fact]
    public void Attention_OtherScaleAndChannels_CountsThePatternAlone()
    {
        // Activations (9, 16)/√337 of the student's two channels and (1, 0) of the teacher's one.
        var attention = TransferLosses.Attention(Map([1, 2, 1, 2], 3, 4, 3, 4), Map([1, 1, 1, 2], 5, 0));

        var (x, y) = (9 / Math.Sqrt(337), 16 / Math.Sqrt(337));
        Assert.Equal(((1 - x) * (1 - x) + y * y) / 2, Value(attention), 5);
        Assert.Equal(0, Value(TransferLosses.Attention(Map([1, 1, 1, 2], 1, 2), Map([1, 1, 1, 2], 10, 20))), 6);
    }

    [Fact]
    public void Logits_TwoClasses_IsTheHandComputedValue()
    {
        // T = 2: the teacher says ¾ and ¼, the student ½ and ½.
        var loss = TransferLosses.Logits(Map([1, 2], 0, 0), Map([1, 2], (float)(2 * Math.Log(3)), 0), 2);

        Assert.Equal(4 * (0.75 * Math.Log(1.5) + 0.25 * Math.Log(0.5)), Value(loss), 5);
        Assert.Equal(0, Value(TransferLosses.Logits(Map([1, 2], 3, 1), Map([1, 2], 5, 3), 4)), 6);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 4)]
    [InlineData(3, 1)]
    [InlineData(3, 4)]
    public void All_IdenticalMaps_AreNothing(int channels, int side)
    {
        manual_seed(3);
        var map = randn(2, channels, side, side);

        foreach (var (name, loss) in Losses(map, map)) Assert.True(Math.Abs(Value(loss)) < 1e-6, $"{name} {Value(loss)}");
    }

    [Fact]
    public void All_ConstantMapsOrOnePixel_HaveFiniteValuesAndGradients()
    {
        foreach (var shape in (long[][])[[2, 3, 4, 4], [2, 1, 1, 1]])
            foreach (var teacher in (Tensor[])[zeros(shape), ones(shape), randn(shape)])
                foreach (var index in Enumerable.Range(0, 4))
                {
                    var student = (zeros(shape) + 2).requires_grad_();
                    var (name, loss) = Losses(student, teacher).ElementAt(index);
                    loss.backward();
                    Assert.True(double.IsFinite(Value(loss)), name);
                    Assert.True(student.grad is null || student.grad.isfinite().all().ToBoolean(), name);
                }
    }

    private static IEnumerable<(string Name, Tensor Loss)> Losses(Tensor student, Tensor teacher)
    {
        yield return ("statistics", TransferLosses.Statistics(student, teacher));
        yield return ("verdict", TransferLosses.Verdict(student, teacher, teacher.sum([2, 3]), map => map.sum([2, 3])));
        yield return ("maps", TransferLosses.Maps(student, teacher));
        yield return ("attention", TransferLosses.Attention(student, teacher));
    }

    private static float Value(Tensor scalar) => scalar.item<float>();

    private static Tensor Map(long[] shape, params float[] values) => tensor(values, shape);
}
