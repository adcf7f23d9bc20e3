using VlDistill.Trainer.Evaluation;
using static TorchSharp.torch;

namespace VlDistill.Trainer.Tests.Evaluation;

public sealed class CrossMomentsTests
{
    [Fact]
    public void Fit_LinearStates_FindsTheMap()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1);
        var x = randn([400, 3], generator: random);
        var map = tensor(new float[] { 1, 2, 0, -1, 0.5f, 3 }, [3, 2]);
        var moments = new CrossMoments(3, 2);

        // In two parts, as chunks of pictures arrive.
        foreach (var part in new[] { x.narrow(0, 0, 150), x.narrow(0, 150, 250) }) moments.Add(part, part.matmul(map) + 0.25f);
        var (weight, bias) = moments.Fit(ridge: 0);

        foreach (var (expected, actual) in new double[] { 1, 2, 0, -1, 0.5, 3 }.Zip(weight)) Assert.Equal(expected, actual, 4);
        Assert.All(bias, b => Assert.Equal(0.25, b, 4));
    }

    [Fact]
    public void LinearCka_RotatedAndScaledStates_IsOneAndIndependentOnesNearZero()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1);
        var x = randn([2000, 2], generator: random);
        var turned = x.matmul(tensor(new float[] { 0, 3, -3, 0 }, [2, 2])) + 5;
        CrossMoments same = new(2, 2), other = new(2, 2);

        same.Add(x, turned);
        other.Add(x, randn([2000, 2], generator: random));

        Assert.Equal(1, same.LinearCka(), 6);
        Assert.InRange(other.LinearCka(), 0, 0.01);
    }
}
